using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Rules.Agent;
using SovereignFleet.Server.Health.Rules.Bmc;
using SovereignFleet.Server.Health.Rules.Gpu;
using SovereignFleet.Server.Health.Rules.Presence;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Tests.Server.Link;

namespace SovereignFleet.Tests.Server.Health;

/// <summary>What would mend what each rule finds: a Drain's work is chosen by it.</summary>
[TestClass]
public sealed class RemedyTests(TestContext context)
{
    private const string Gpu = "GPU-1";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly HostIdentity Host = new(Guid.NewGuid(), "gpu-yul1-01", "yul1");

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public void EachRule_WhatItFinds_HasItsRemedy()
    {
        AssertRemedy(RemedyKind.ResetGpu, Gpu, new EccUncorrectedRule(), After([Seen(EventKinds.EccUncorrected, 0)]));
        AssertRemedy(RemedyKind.ResetGpu, Gpu, new RowRemapPendingRule(), After(reading => reading.RowRemapPending = 1));
        AssertRemedy(RemedyKind.Replace, Gpu, new RowRemapFailureRule(), After(reading => reading.RowRemapFailure = 1));
        AssertRemedy(RemedyKind.Reseat, Gpu, new GpuLostRule(), After(reading => reading.State = GpuReading.Types.State.Lost));
        AssertRemedy(RemedyKind.Inspect, null, new GpuTemperatureRule(), After(reading => reading.TemperatureMarginC = -5));
        AssertRemedy(RemedyKind.Inspect, null, new BmcSensorCriticalRule(), After(new Frame { Bmc = new BmcReading { Sensors = { new BmcSensor { Name = "CPU1 Temp", Status = "ucr" } } } }));
        AssertRemedy(RemedyKind.Inspect, null, new BmcLogRule(), After([Seen(EventKinds.BmcSel, 0, """{"sensor":"Processor #0x0f","what":"IERR","direction":"Asserted"}""")]));
        AssertRemedy(RemedyKind.None, null, new SensorFailedRule(), After(new Frame { Sensors = { new SensorStatus { Name = "bmc", Outcome = SensorStatus.Types.Outcome.Failed } } }));
        var unreachable = new HostWindow(Host);
        unreachable.Add(new BmcWord(Host, new HostIdentity(Guid.NewGuid(), "gateway", "yul1"), null, "no route", Now));
        AssertRemedy(RemedyKind.Inspect, null, new BmcUnreachableRule(), unreachable);
        AssertRemedy(RemedyKind.None, null, new HostDuplicatedRule(), new HostWindow(Host) { Duplicate = new DuplicateAgent(Host, "boot", "other", Now, "192.0.2.7", Now) });
        var claiming = new HostWindow(Host);
        claiming.Add(new SettledInventory(new Inventory { Gpus = { new GpuInfo { Uuid = Gpu } } }, [new GpuClaim(Gpu, "165", "gpu-fra1-01")]));
        AssertRemedy(RemedyKind.None, null, new GpuClaimedRule(), claiming);
        AssertRemedy(RemedyKind.None, null, new SupersededCertificateRule(), new HostWindow(Host) { Superseded = new SupersededAgent(Host, "4711", "192.0.2.7", Now) });
    }

    [TestMethod]
    [DataRow(1L, "ResetGpu", Gpu)]
    [DataRow(2L, "Reboot", null)]
    [DataRow(3L, "RestartInferenceServer", null)]
    [DataRow(4L, "ResetGpu", Gpu)]
    [DataRow(5L, "Inspect", null)]
    [DataRow(9L, "Inspect", null)]
    public void RecoveryAction_OfEachValue_IsWhatTheGpuAsksFor(long asked, string kind, string? target) =>
        AssertRemedy(Kind(kind), target, new RecoveryActionRule(), After(reading => reading.RecoveryAction = asked));

    [TestMethod]
    [DataRow(48, "ResetGpu", Gpu)]
    [DataRow(54, "Inspect", null)]
    [DataRow(64, "Replace", Gpu)]
    [DataRow(74, "ResetGpu", Gpu)]
    [DataRow(79, "Reseat", Gpu)]
    [DataRow(92, "None", null)]
    [DataRow(94, "ResetGpu", Gpu)]
    [DataRow(109, "ResetGpu", Gpu)]
    [DataRow(119, "ResetGpu", Gpu)]
    [DataRow(121, "None", null)]
    [DataRow(136, "ResetGpu", Gpu)]
    [DataRow(156, "ResetGpu", Gpu)]
    [DataRow(999, "None", null)]
    public void Xid_OfEachCode_IsAsDecided(int code, string kind, string? target) =>
        AssertRemedy(Kind(kind), target, new FatalXidRule(Policy(new XidOptions())), After([Seen(EventKinds.Xid, code)]));

    [TestMethod]
    [DataRow(null, "NextWindow", "ResetGpu")]
    [DataRow(null, "None", "None")]
    [DataRow("Replace", "Now", "Replace")]
    public void Xid_WithTheFleetsOwnWord_FollowsIt(string? remedy, string drain, string expected)
    {
        var options = new XidOptions { Xid = { [63] = new XidOverride { Severity = Severity.Critical, Drain = System.Enum.Parse<DrainAdvice>(drain), Remedy = remedy is null ? null : Kind(remedy) } } };

        Assert.AreEqual(Kind(expected), new FatalXidRule(Policy(options)).Judge(After([Seen(EventKinds.Xid, 63)]), Now).Single().Finding!.Remedy.Kind);
    }

    [TestMethod]
    // power, what came of the console ("-": not asked) -> remedy
    [DataRow("unknown", "-", "Inspect")]
    [DataRow("off", "-", "PowerCycle")]
    [DataRow("no answer", "-", "Inspect")]
    [DataRow("on", "-", "Inspect")]
    [DataRow("on", "Sent", "Inspect")]
    [DataRow("on", "Done", "PowerCycle")]
    [DataRow("on", "Failed", "Inspect")]
    public void AgentSilent_ByWhatItsBmcSays_IsWhatItsActionSays(string power, string console, string kind)
    {
        var host = new SilentHost
        {
            Identity = Host,
            HeardAt = Now.AddMinutes(-5),
            QuietSince = Now.AddMinutes(-5),
            Expected = true,
            Bmc = power == "unknown" ? null : new SilentBmc(
                Guid.NewGuid(), "gateway", new BmcReading { PowerOn = power == "on" }, Now, Now, power == "no answer" ? "no route" : "", []),
            Console = console == "-" ? null : new SilentConsole(System.Enum.Parse<CommandState>(console), Now, Now, "", ""),
        };

        var finding = new AgentSilentRule().Judge(host, new SovereignFleet.Server.Fleet.Liveness.LivenessOptions(), Now)!.Finding!;

        Assert.AreEqual(new Remedy(Kind(kind), null), finding.Remedy);
        Assert.AreEqual(kind == "PowerCycle", finding.Action.Contains("power-cycled", StringComparison.Ordinal));
    }

    [TestMethod]
    public void ClockRules_WhatTheyFind_HasItsRemedy()
    {
        var unheard = new UnheardHost { Identity = Host, Heard = false, Expected = true, AddedAt = Now.AddDays(-9) };

        Assert.AreEqual(Remedy.None, new AgentNeverHeardRule().Judge(unheard, new HealthOptions().Installation, new SovereignFleet.Server.Fleet.Liveness.LivenessOptions(), Now.AddHours(-1), Now)!.Finding!.Remedy);
        var risk = new RiskRule().Judge(Gpu, "GPU 0", new RiskEstimate(0.5, 0.8, RiskDecision.Drain, "it is old")).Finding!;
        Assert.AreEqual(new Remedy(RemedyKind.ResetGpu, Gpu), risk.Remedy);
        AssertAgrees(risk.Remedy.Kind, risk.Action);
    }

    [TestMethod]
    public async Task Condition_OfAFinding_KeepsItsRemedyAndTarget()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var verdict = new RowRemapFailureRule().Judge(After(reading => reading.RowRemapFailure = 1), Now).Single();

        await ConditionStore.ApplyAsync(db, scene.Host, [verdict], Now, Token);

        var condition = await db.Conditions.AsNoTracking().SingleAsync(Token);
        Assert.AreEqual(("row-remap-failure", "row-remap-failure", RemedyKind.Replace, Gpu), (condition.Rule, condition.Code, condition.Remedy, condition.RemedyTarget));
    }

    /// <summary>What an XID or a blind driver asks for in words is what it asks for as a remedy.</summary>
    [TestMethod]
    public void Judgements_WordsAndRemedy_Agree()
    {
        foreach (var judged in (XidJudgement[])[XidJudgement.Nothing, XidJudgement.Watch, XidJudgement.Reset, XidJudgement.ResetLater, XidJudgement.Restart, XidJudgement.Inspect, XidJudgement.Replace])
        {
            AssertAgrees(judged.Remedy, judged.Action);
        }

        foreach (var trouble in System.Enum.GetValues<NvmlTrouble>())
        {
            var (ofHost, ofGpu) = (BlindRemedy.Of(trouble), BlindRemedy.OfOneGpu(trouble));
            AssertAgrees(ofHost.Remedy, ofHost.Action);
            AssertAgrees(ofGpu.Remedy, ofGpu.Action);
        }
    }

    private static void AssertRemedy(RemedyKind kind, string? target, IHealthRule rule, HostWindow window)
    {
        var finding = rule.Judge(window, Now).Single().Finding!;
        Assert.AreEqual(new Remedy(kind, target), finding.Remedy, rule.Name);
        AssertAgrees(kind, finding.Action);
    }

    /// <summary>A ticket is written by the remedy: where the words of the finding ask for another thing, one of the two is false.</summary>
    private static void AssertAgrees(RemedyKind kind, string action)
    {
        string[] words = kind switch
        {
            RemedyKind.RestartInferenceServer => ["restart"],
            RemedyKind.ResetGpu => ["reset"],
            RemedyKind.Reboot => ["restart", "reboot"],
            RemedyKind.PowerCycle => ["power-cycle"],
            RemedyKind.Reseat => ["reseat"],
            RemedyKind.Replace => ["return the GPU", "replace"],
            _ => [],
        };
        Assert.IsTrue(words.Length == 0 || words.Any(word => action.Contains(word, StringComparison.Ordinal)), $"{kind}: {action}");
        if (kind is RemedyKind.None or RemedyKind.Inspect)
        {
            Assert.IsFalse(action.Contains("reset the GPU", StringComparison.Ordinal) || action.Contains("power-cycle it", StringComparison.Ordinal), $"{kind}: {action}");
        }
    }

    private static RemedyKind Kind(string word) => System.Enum.Parse<RemedyKind>(word);

    private static XidPolicy Policy(XidOptions options) => new(Options.Create(options));

    private static HostWindow After(Action<GpuReading> set)
    {
        var reading = new GpuReading { Uuid = Gpu, State = GpuReading.Types.State.Present };
        set(reading);
        return After(new Frame { At = Timestamp.FromDateTimeOffset(Now), Gpus = { reading } });
    }

    private static HostWindow After(Frame frame)
    {
        var window = new HostWindow(Host);
        window.Add(frame, Now);
        return window;
    }

    private static HostWindow After(StoredEvent[] events)
    {
        var window = new HostWindow(Host);
        window.Add(events);
        return window;
    }

    private static StoredEvent Seen(string kind, int code, string detail = "{}") => new()
    {
        HostId = Host.Id,
        SpoolId = "s",
        Sequence = 1,
        At = Now,
        ReceivedAt = Now,
        Kind = kind,
        Code = code,
        Count = 1,
        GpuUuid = Gpu,
        Source = "kernel-log",
        Text = "line",
        Detail = detail,
    };
}
