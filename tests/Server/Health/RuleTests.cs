using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Agent;
using SovereignFleet.Server.Health.Rules.Bmc;
using SovereignFleet.Server.Health.Rules.Gpu;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Tests.Server.Health;

[TestClass]
public sealed class RuleTests
{
    private const string Gpu = "GPU-1";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly HostIdentity Host = new(Guid.NewGuid(), "gpu-yul1-01", "yul1");

    [TestMethod]
    [DataRow(13, "", "")]
    [DataRow(31, "", "")]
    [DataRow(43, "", "")]
    [DataRow(45, "", "")]
    [DataRow(63, "", "")]
    [DataRow(48, "Critical", "Now")]
    [DataRow(64, "Critical", "Now")]
    [DataRow(74, "Warning", "NextWindow")]
    [DataRow(79, "Critical", "Now")]
    [DataRow(92, "Warning", "None")]
    [DataRow(94, "Warning", "NextWindow")]
    [DataRow(95, "Critical", "Now")]
    [DataRow(109, "Critical", "Now")]
    [DataRow(119, "Critical", "Now")]
    [DataRow(121, "Warning", "None")]
    [DataRow(136, "Warning", "NextWindow")]
    [DataRow(149, "Warning", "NextWindow")]
    [DataRow(154, "", "")]
    [DataRow(999, "Warning", "None")]
    public void FatalXid_OfEachCode_IsJudgedAsDecided(int code, string severity, string drain)
    {
        var window = new HostWindow(Host);
        window.Add([Seen(EventKinds.Xid, code)]);

        var finding = new FatalXidRule(Policy()).Judge(window, Now).SingleOrDefault()?.Finding;

        Assert.AreEqual(severity, finding?.Severity.ToString() ?? "");
        Assert.AreEqual(drain, finding?.Drain.ToString() ?? "");
    }

    [TestMethod]
    public void FatalXid_WithTheFleetsOwnWord_FollowsIt()
    {
        var options = new XidOptions { Xid = { [63] = new XidOverride { Severity = Severity.Critical, Drain = DrainAdvice.NextWindow } } };
        var window = new HostWindow(Host);
        window.Add([Seen(EventKinds.Xid, 63)]);

        var finding = new FatalXidRule(new XidPolicy(Options.Create(options))).Judge(window, Now).Single().Finding!;

        Assert.AreEqual("xid-63", finding.Code);
        Assert.AreEqual(DrainAdvice.NextWindow, finding.Drain);
    }

    [TestMethod]
    public void FatalXid_FollowedByAReboot_IsNotFound()
    {
        var window = new HostWindow(Host);
        window.Add([Seen(EventKinds.Xid, 79), Seen(EventKinds.Reboot, 0, Now.AddSeconds(5), gpu: null)]);

        Assert.IsEmpty(new FatalXidRule(Policy()).Judge(window, Now));
    }

    [TestMethod]
    [DataRow(0L, "clear", "")]
    [DataRow(1L, "found", "Now")]
    [DataRow(2L, "found", "Now")]
    [DataRow(4L, "found", "Now")]
    [DataRow(5L, "found", "NextWindow")]
    [DataRow(9L, "found", "None")]
    public void RecoveryAction_OfEachValue_IsJudged(long asked, string verdict, string drain)
    {
        var judged = new RecoveryActionRule().Judge(After(reading => reading.RecoveryAction = asked), Now).Single();

        Assert.AreEqual(verdict, judged.Finding is null ? "clear" : "found");
        Assert.AreEqual(drain, judged.Finding?.Drain.ToString() ?? "");
    }

    [TestMethod]
    public void RecoveryAction_NotRead_SaysNothing() =>
        Assert.IsEmpty(new RecoveryActionRule().Judge(After(_ => { }), Now));

    [TestMethod]
    public void EccUncorrected_StepUp_IsFoundAndADriverReloadIsNone()
    {
        var rule = new EccUncorrectedRule();
        var window = After(reading => reading.EccVolatileUncorrected = 5);
        Assert.IsEmpty(rule.Judge(window, Now), "what was there before is no news");

        Add(window, Now.AddSeconds(1), reading => reading.EccVolatileUncorrected = 7);
        var found = rule.Judge(window, Now.AddSeconds(1)).Single();
        Assert.AreEqual(2, found.Occurrences);
        Assert.AreEqual(Severity.Critical, found.Finding!.Severity);

        Add(window, Now.AddMinutes(5), reading => reading.EccVolatileUncorrected = 3);
        Assert.IsEmpty(rule.Judge(window, Now.AddMinutes(5)), "a step down is a new baseline");

        Add(window, Now.AddMinutes(6), reading => reading.EccVolatileUncorrected = 0);
        Assert.IsNull(rule.Judge(window, Now.AddMinutes(6)).Single().Finding);
    }

    [TestMethod]
    public void RowRemap_Flags_AreJudgedApart()
    {
        Assert.AreEqual(DrainAdvice.NextWindow, new RowRemapPendingRule().Judge(After(reading => reading.RowRemapPending = 1), Now).Single().Finding!.Drain);
        Assert.IsNull(new RowRemapPendingRule().Judge(After(reading => reading.RowRemapPending = 0), Now).Single().Finding);
        Assert.AreEqual(DrainAdvice.Now, new RowRemapFailureRule().Judge(After(reading => reading.RowRemapFailure = 1), Now).Single().Finding!.Drain);
        Assert.IsEmpty(new RowRemapFailureRule().Judge(After(reading => reading.RowRemapFailure = 0), Now), "only a repair ends it");
    }

    [TestMethod]
    // temperature, slowdown, margin -> severity ("-" = absent, "" = clear, "none" = nothing said)
    [DataRow("86", "87", "-", "")]
    [DataRow("87", "87", "-", "Critical")]
    [DataRow("60", "-", "20", "")]
    [DataRow("60", "-", "0", "")]
    [DataRow("60", "-", "-2", "")]
    [DataRow("60", "-", "-3", "Critical")]
    [DataRow("99", "-", "-", "none")]
    public void Temperature_AgainstTheGpusOwnLimits_IsJudged(string temperature, string slowdown, string margin, string expected)
    {
        var window = After(reading =>
        {
            reading.TemperatureC = long.Parse(temperature, System.Globalization.CultureInfo.InvariantCulture);
            if (margin != "-")
            {
                reading.TemperatureMarginC = long.Parse(margin, System.Globalization.CultureInfo.InvariantCulture);
            }
        });
        var info = new GpuInfo { Uuid = Gpu, PciAddress = "00000000:05:00.0" };
        if (slowdown != "-")
        {
            info.SlowdownC = long.Parse(slowdown, System.Globalization.CultureInfo.InvariantCulture);
        }

        window.Add(new SettledInventory(new Inventory { Gpus = { info } }, []));

        var verdict = new GpuTemperatureRule().Judge(window, Now).SingleOrDefault();

        Assert.AreEqual(expected, verdict is null ? "none" : verdict.Finding?.Severity.ToString() ?? "");
    }

    [TestMethod]
    public void GpuLost_IsFoundAndAnUnreadableOneIsUnknown()
    {
        var rule = new GpuLostRule();
        Assert.IsNotNull(rule.Judge(After(reading => reading.State = GpuReading.Types.State.Lost), Now).Single().Finding);
        Assert.IsNull(rule.Judge(After(_ => { }), Now).Single().Finding);
        Assert.IsEmpty(rule.Judge(After(reading => reading.State = GpuReading.Types.State.Unreadable), Now));
    }

    [TestMethod]
    public void GpuLost_MissingFromTheFramesForAMinute_IsFound()
    {
        var window = After(_ => { });
        window.Add(FrameOf(Now, new GpuReading { Uuid = "GPU-2", State = GpuReading.Types.State.Present }), Now);

        Assert.AreEqual(1, new GpuLostRule().Judge(window, Now.AddSeconds(59)).Count(verdict => verdict.Finding is null));
        Assert.AreEqual(Gpu, new GpuLostRule().Judge(window, Now.AddSeconds(60)).Single(verdict => verdict.Finding is not null).GpuUuid);
    }

    [TestMethod]
    [DataRow("ok", "", false)]
    [DataRow("nc", "", false)]
    [DataRow("unc", "", false)]
    [DataRow("ns", "", false)]
    [DataRow("cr", "", true)]
    [DataRow("lnr", "", true)]
    [DataRow("ucr", "", true)]
    [DataRow("ok", "Presence detected", false)]
    [DataRow("ok", "Power Supply AC lost", true)]
    [DataRow("ok", "Failure detected", true)]
    [DataRow("ok", "Config Error: Vendor Mismatch", true)]
    [DataRow("ok", "Thermal Trip", true)]
    [DataRow("ok", "Device Absent", false)]
    public void BmcSensor_OfEachStatus_IsJudged(string status, string state, bool critical)
    {
        var sensor = new BmcSensor { Name = "PSU1 Status", Number = 5, Status = status };
        if (state.Length > 0)
        {
            sensor.States.Add(state);
        }

        var window = new HostWindow(Host);
        window.Add(new Frame { At = Timestamp.FromDateTimeOffset(Now), Bmc = new BmcReading { Sensors = { sensor } } }, Now);

        Assert.AreEqual(critical, new BmcSensorCriticalRule().Judge(window, Now).Single().Finding is not null);
    }

    [TestMethod]
    // What the chassis says, the power, what the sensor says -> found, clear or nothing
    [DataRow("Main Power Fault", true, "ok", "found")]
    [DataRow("Chassis Intrusion", true, "ok", "clear")]
    [DataRow("Main Power Fault", false, "ok", "found")]
    [DataRow("", true, "ns", "clear")]
    [DataRow("", false, "ns", "nothing")]
    [DataRow("", false, "ucr", "found")]
    public void BmcChassis_WithAndWithoutPower_IsJudged(string fault, bool powerOn, string status, string verdict)
    {
        var reading = new BmcReading { PowerOn = powerOn, Sensors = { new BmcSensor { Name = "CPU1 Temp", Status = status } } };
        reading.Chassis[fault.Length > 0 ? fault : "Drive Fault"] = fault.Length > 0 ? "true" : "false";
        var window = new HostWindow(Host);
        window.Add(new Frame { At = Timestamp.FromDateTimeOffset(Now), Bmc = reading }, Now);

        var judged = new BmcSensorCriticalRule().Judge(window, Now).SingleOrDefault();

        Assert.AreEqual(verdict, judged is null ? "nothing" : judged.Finding is null ? "clear" : "found");
    }

    [TestMethod]
    public void BmcSensor_OfAnOldReading_IsUnknown()
    {
        var window = new HostWindow(Host);
        window.Add(new Frame { Bmc = new BmcReading { Sensors = { new BmcSensor { Name = "CPU1 Temp", Status = "ok" } } } }, Now);
        window.Add(new Frame(), Now.AddSeconds(60));
        Assert.HasCount(1, new BmcSensorCriticalRule().Judge(window, Now.AddSeconds(60)).ToList());

        window.Add(new Frame(), Now.AddSeconds(61));

        Assert.IsEmpty(new BmcSensorCriticalRule().Judge(window, Now.AddSeconds(61)));
    }

    [TestMethod]
    public void SensorFailed_NamesTheSensor()
    {
        var window = new HostWindow(Host);
        window.Add(new Frame { Sensors = { new SensorStatus { Name = "bmc", Outcome = SensorStatus.Types.Outcome.TimedOut, Reason = "5 s" } } }, Now);

        Assert.AreEqual("The agent of gpu-yul1-01 cannot read bmc.", new SensorFailedRule().Judge(window, Now).Single().Finding!.Sentence);
    }

    [TestMethod]
    // heard s ago, server up for s, in service -> found, clear or nothing
    [DataRow(59, 999, true, "clear")]
    [DataRow(60, 999, true, "found")]
    [DataRow(60, 10, true, "nothing")]
    [DataRow(60, 999, false, "nothing")]
    public void AgentSilent_OfEachSilence_IsJudged(int heardAgo, int upFor, bool expected, string verdict)
    {
        var heardAt = Now.AddSeconds(-heardAgo);
        var startedAt = Now.AddSeconds(-upFor);
        var judged = new AgentSilentRule().Judge(
            new SilentHost { Identity = Host, HeardAt = heardAt, QuietSince = heardAt > startedAt ? heardAt : startedAt, Expected = expected }, new LivenessOptions(), Now);

        Assert.AreEqual(verdict, judged is null ? "nothing" : judged.Finding is null ? "clear" : "found");
    }

    private static XidPolicy Policy() => new(Options.Create(new XidOptions()));

    private static HostWindow After(Action<GpuReading> set)
    {
        var window = new HostWindow(Host);
        Add(window, Now, set);
        return window;
    }

    private static void Add(HostWindow window, DateTimeOffset at, Action<GpuReading> set)
    {
        var reading = new GpuReading { Uuid = Gpu, State = GpuReading.Types.State.Present };
        set(reading);
        window.Add(FrameOf(at, reading), at);
    }

    private static Frame FrameOf(DateTimeOffset at, GpuReading reading) => new() { At = Timestamp.FromDateTimeOffset(at), Gpus = { reading } };

    private static StoredEvent Seen(string kind, int code, DateTimeOffset? at = null, string? gpu = Gpu) => new()
    {
        HostId = Host.Id,
        SpoolId = "s",
        Sequence = 1,
        At = at ?? Now,
        ReceivedAt = Now,
        Kind = kind,
        Code = code,
        Count = 1,
        GpuUuid = gpu,
        Source = "kernel-log",
        Text = "line",
    };
}
