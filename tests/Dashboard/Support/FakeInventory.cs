using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using Host = SovereignFleet.Proto.Fleet.Host;
using Health = SovereignFleet.Proto.Fleet.Health;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>What stands where, and how it is now.</summary>
internal static class FakeInventory
{
    public static IEnumerable<Site> Sites(DateTimeOffset now) =>
    [
        new()
        {
            Id = "yul1", Name = "Montreal 1", Jurisdiction = "CA", TimeZone = "America/Toronto",
            NextWindowStart = now.AddHours(31).ToTimestamp(), NextWindowEnd = now.AddHours(35).ToTimestamp(),
        },
        new() { Id = "fra2", Name = "Frankfurt 2", Jurisdiction = "DE", TimeZone = "Europe/Berlin" },
    ];

    public static IEnumerable<Pool> Pools() =>
    [
        new() { Id = "llm-ca", Name = "llm-ca", Jurisdiction = "CA", Required = 6, Spare = 1, Hosts = 10, Available = 7, Reserved = 1, Target = "haproxy" },
        new() { Id = "llm-de", Name = "llm-de", Jurisdiction = "DE", Required = 4, Spare = 1, Hosts = 6, Available = 6, Target = "haproxy" },
    ];

    public static IEnumerable<Host> Hosts(DateTimeOffset now) =>
        Enumerable.Range(1, 10).Select(n => HostOf("yul1", "llm-ca", n, now)).Concat(Enumerable.Range(1, 6).Select(n => HostOf("fra2", "llm-de", n, now)));

    /// <summary>Beside those: healthy, in a rack of their own.</summary>
    public static IEnumerable<Host> More(int count, DateTimeOffset now) => Enumerable.Range(11, count).Select(n =>
    {
        var host = HostOf("yul1", "llm-ca", n, now);
        host.Rack = "B09";
        return host;
    });

    public static string Uuid(string site, int host, int gpu) => $"GPU-{(site == "yul1" ? "a1b2c3d4" : "d4c3b2a1")}-{host:x4}-4c1e-9f00-00000000{gpu:x4}";

    public static HostDetail Detail(Host host, DateTimeOffset now, IEnumerable<Condition> conditions)
    {
        var detail = new HostDetail
        {
            At = now.ToTimestamp(),
            Host = host,
            Site = Sites(now).First(site => site.Id == host.SiteId),
            Pool = Pools().First(pool => pool.Id == host.PoolId),
            BmcAt = host.Liveness == Liveness.Live ? now.AddSeconds(-4).ToTimestamp() : host.LastHeard,
            Facts = new HostFacts
            {
                Kernel = "6.8.0-60-generic",
                OperatingSystem = "Ubuntu 24.04.2 LTS",
                Board = "Supermicro X13DEG-OAD",
                BoardSerial = "OM231S012345",
                BiosVersion = "2.4a",
                BmcFirmware = "1.03.19",
                AgentVersion = "0.1.0",
                DriverVersion = "570.133.20",
                BootId = "0d7a3f1e-5f3c-4a4b-8a55-5b1fd4e2a9c1",
            },
        };
        detail.Bmc.AddRange(FakeTroubles.Sensors());
        detail.Inference.Add(new InferenceView { Name = "vllm-0", Kind = "vllm", InFlight = 37, Queued = 2 });
        detail.Sensors.Add(new SensorView { Name = "gpu", Outcome = SensorOutcome.Ok });
        detail.Sensors.Add(new SensorView { Name = "bmc", Outcome = SensorOutcome.Ok });
        detail.Conditions.AddRange(conditions.Where(condition => condition.HostName == host.Name));
        detail.Journal.AddRange(FakeTroubles.Journal(host.Name, now));
        return detail;
    }

    private static Host HostOf(string site, string pool, int n, DateTimeOffset now)
    {
        var host = new Host
        {
            Id = $"{site}-{n}",
            Name = $"gpu-{site}-{n:00}",
            SiteId = site,
            Rack = site == "yul1" ? n <= 5 ? "B07" : "B08" : "A12",
            U = (uint)(4 + 8 * ((n - 1) % 5)),
            PoolId = pool,
            AssetTag = $"A-{site}-{n}",
            DriverVersion = n == 5 ? "575.57.08" : "570.133.20",
            Health = Health.Ok,
            ServiceState = ServiceState.InService,
            LastHeard = now.AddMilliseconds(-700).ToTimestamp(),
        };
        for (var gpu = 0; gpu < 8; gpu++)
        {
            host.Gpus.Add(GpuOf(site, n, gpu, now));
        }

        FakeTroubles.Afflict(host, now);
        host.Liveness = (now - host.LastHeard.ToDateTimeOffset()) switch
        {
            var age when age >= TimeSpan.FromSeconds(60) => Liveness.Silent,
            var age when age >= TimeSpan.FromSeconds(10) => Liveness.Late,
            _ => Liveness.Live,
        };
        return host;
    }

    private static Gpu GpuOf(string site, int host, int index, DateTimeOffset now)
    {
        // Lively, but the same for the same second: a screenshot can be compared.
        var wave = Math.Sin(now.ToUnixTimeSeconds() / 7.0 + host * 1.3 + index);
        return new Gpu
        {
            Uuid = Uuid(site, host, index),
            Index = (uint)index,
            Model = "NVIDIA H100 80GB HBM3",
            Serial = $"165{(site == "yul1" ? 112 : 113)}{host:00}{index:000}",
            PciAddress = $"0000:{0x1b + index * 0x10:x2}:00.0",
            Slot = (uint)index + 1,
            Health = Health.Ok,
            TemperatureC = Math.Round(56 + 9 * wave + index),
            MemoryTemperatureC = Math.Round(62 + 8 * wave + index),
            PowerW = Math.Round(480 + 160 * wave),
            UtilizationPercent = Math.Round(74 + 24 * wave),
            MemoryUsedBytes = 68.2e9,
            MemoryTotalBytes = 85.5e9,
            Risk24H = 0.0004,
            Risk7D = 0.0021,
            SlowdownC = 87,
            MemoryMaxC = 95,
            PowerLimitW = 700,
            EccCorrected = 0,
            EccUncorrected = 0,
        };
    }
}
