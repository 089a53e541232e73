using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using Host = SovereignFleet.Proto.Fleet.Host;
using Health = SovereignFleet.Proto.Fleet.Health;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>One of every trouble, each on a host of its own.</summary>
internal static class FakeTroubles
{
    public const string EccSentence = "GPU 3 reported 2 uncorrectable ECC errors in 4 min; its memory returns wrong data.";

    public static void Afflict(Host host, DateTimeOffset now)
    {
        switch (host.Name)
        {
            case "gpu-yul1-03":
                (host.Health, host.Headline, host.DrainId) = (Health.Act, EccSentence, "drain-03");
                (host.Gpus[3].Health, host.Gpus[3].Headline, host.Gpus[3].EccUncorrected, host.Gpus[3].Risk7D) = (Health.Act, EccSentence, 2, 0.63);
                (host.Gpus[3].Risk24H, host.Gpus[3].RiskReason) = (0.41, "uncorrectable ECC in the last hour");
                break;
            case "gpu-yul1-04":
                (host.Health, host.ServiceState, host.DrainId, host.Headline) = (Health.Act, ServiceState.Draining, "drain-04", "GPU 6 has fallen off the bus (XID 79).");
                (host.Gpus[6].Health, host.Gpus[6].Headline) = (Health.Act, "Fallen off the bus (XID 79).");
                host.Gpus[6].Lost = true;
                host.Gpus[6].ClearRisk24H();
                host.Gpus[6].ClearRisk7D();
                host.Gpus[6].ClearTemperatureC();
                host.Gpus[6].ClearPowerW();
                host.Gpus[6].ClearUtilizationPercent();
                break;
            case "gpu-yul1-06":
                (host.Health, host.ServiceState, host.DrainId) = (Health.Unknown, ServiceState.InRepair, "drain-06");
                host.LastHeard = now.AddMinutes(-48).ToTimestamp();
                break;
            case "gpu-yul1-08":
                (host.Health, host.Headline) = (Health.Watch, "GPU 1 remapped 3 rows for correctable errors in 7 d.");
                (host.Gpus[1].Health, host.Gpus[1].Headline, host.Gpus[1].Risk7D, host.Gpus[1].EccCorrected) = (Health.Watch, host.Headline, 0.082, 41);
                break;
            case "gpu-fra2-02":
                (host.Health, host.LastHeard) = (Health.Unknown, now.AddMinutes(-3).ToTimestamp());
                foreach (var gpu in host.Gpus)
                {
                    gpu.Health = Health.Unknown;
                }

                break;
            case "gpu-fra2-05":
                host.ServiceState = ServiceState.Out;
                break;
        }
    }

    /// <summary>Two GPUs lost and an ECC error, and then nothing more is heard.</summary>
    public static void Silence(Host host, DateTimeOffset now)
    {
        (host.LastHeard, host.Liveness, host.Health, host.Headline) = (now.AddMinutes(-3).ToTimestamp(), Liveness.Silent, Health.Act, "GPU 2 has fallen off the bus (XID 79).");
        foreach (var gpu in host.Gpus)
        {
            (gpu.Health, gpu.Headline) = gpu.Index switch
            {
                2 or 5 => (Health.Act, $"GPU {gpu.Index} has fallen off the bus (XID 79)."),
                3 => (Health.Act, EccSentence),
                _ => (Health.Unknown, "Its Host is not heard."),
            };
            gpu.Lost = gpu.Index is 2 or 5;
            if (gpu.Lost)
            {
                gpu.ClearRisk24H();
                gpu.ClearRisk7D();
            }
        }
    }

    public static List<Condition> Conditions(DateTimeOffset now) =>
    [
        new()
        {
            Id = "cond-ecc", Rule = "ecc", Code = "ecc-uncorrected", HostName = "gpu-yul1-03", GpuUuid = FakeInventory.Uuid("yul1", 3, 3), GpuIndex = 3, State = ConditionState.Firing, Severity = Severity.Critical,
            Sentence = EccSentence, Action = "Drain the host and have GPU 3 replaced.", Evidence = { ["ecc_uncorrected"] = "2", ["bank"] = "0x1c", ["window"] = "4 min" },
            Since = now.AddMinutes(-4).ToTimestamp(), FiredAt = now.AddMinutes(-4).ToTimestamp(), Count = 2, SiteId = "yul1", Rack = "B07", U = 20,
        },
        new()
        {
            Id = "cond-xid", Rule = "xid", Code = "xid-79", HostName = "gpu-yul1-04", GpuUuid = FakeInventory.Uuid("yul1", 4, 6), GpuIndex = 6, State = ConditionState.Firing, Severity = Severity.Critical,
            Sentence = "GPU 6 has fallen off the bus (XID 79).", Action = "Drain the host and reseat GPU 6 (slot 7).", Since = now.AddMinutes(-22).ToTimestamp(), FiredAt = now.AddMinutes(-22).ToTimestamp(),
            AcknowledgedBy = "mika", AcknowledgedAt = now.AddMinutes(-20).ToTimestamp(), Note = "Drain is running.", Count = 1, SiteId = "yul1", Rack = "B07", U = 28,
        },
    ];

    public static IEnumerable<BmcSensorView> Sensors() =>
    [
        new() { Name = "Inlet Temp", Unit = "degrees C", Value = 24, Status = "ok" },
        new() { Name = "GPU Board Temp", Unit = "degrees C", Value = 71, Status = "ok" },
        new() { Name = "FAN1", Unit = "RPM", Value = 8260, Status = "ok" },
        new() { Name = "FAN4", Unit = "RPM", Value = 1190, Status = "nc" },
        new() { Name = "PS1 Input Power", Unit = "Watts", Value = 2210, Status = "ok" },
        new() { Name = "PS3 Status", Unit = "discrete", Status = "ok", States = "Presence detected, Power Supply AC lost" },
    ];

    public static IEnumerable<JournalEntry> Journal(string host, DateTimeOffset now) =>
    [
        new() { Id = 412, At = now.AddMinutes(-4).ToTimestamp(), Actor = "rule:ecc-uncorrected", Kind = "condition.fired", HostName = host, Sealed = true, Data = """{"gpu":3,"count":2,"location":"HBM, channel 5"}""", Summary = "Firing: uncorrectable ECC on GPU 3." },
        new() { Id = 413, At = now.AddMinutes(-4).ToTimestamp(), Actor = "condition:cond-ecc", Kind = "drain.moved", HostName = host, Sealed = true, Summary = "Drain proposed: " + EccSentence },
        new() { Id = 398, At = now.AddHours(-26).ToTimestamp(), Actor = "person:mika", Kind = "host.enrolled", HostName = host, Sealed = true, Summary = "Agent enrolled with a one-time token." },
    ];
}
