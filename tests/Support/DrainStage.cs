using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Ladder.Reading;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Proposals;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work.Own;
using SovereignFleet.Server.Work.PowerCycle;
using SovereignFleet.Server.Work.Reboot;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.ResetGpu;
using SovereignFleet.Server.Work.RestartUnit;
using SovereignFleet.Server.Work.Soak;
using Host = SovereignFleet.Server.Fleet.Host;

namespace SovereignFleet.Tests.Support;

/// <summary>A Pool of Hosts in a real database, a drain target, and the workers that move Drains, on a clock that the test moves.</summary>
internal sealed class DrainStage(IDbContextFactory<FleetDb> contexts, TestDatabase database, IDrainTarget target)
{
    public const string PoolId = "llm-ca";
    public const string SiteId = "yul1";

    private readonly IOptions<LivenessOptions> liveness = Options.Create(new LivenessOptions());

    public SteppedTime Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    public IDbContextFactory<FleetDb> Contexts => contexts;
    public List<Host> Hosts { get; } = [];
    /// <summary>Set by who starts a worker's loop.</summary>
    public DatabaseReady Ready { get; } = new();

    /// <summary>As the server has them; a test may put others in their place.</summary>
    public IReadOnlyList<IWork> Kinds { get; set; } = [];

    public CapacityGuard Guard => new(Hears.Always(), Time);

    public Works Works => new(Kinds.Count > 0 ? Kinds : [RemoteHands, new OwnWork(), new RestartUnitWork(Time), new ResetGpuWork(Time), new RebootWork(Time), new PowerCycleWork(Time), new SoakWork(Time)]);

    public TicketFactsReader TicketFacts => new(new SiteWindows(), new DashboardOptions(), liveness, Time);

    public RemoteHandsWork RemoteHands => new(new TicketOpener(TicketFacts, Time), Time);

    public TicketKeeper TicketKeeper => new(contexts, new TicketOpener(TicketFacts, Time), Ready, Time, NullLogger<TicketKeeper>.Instance);

    public LadderReader Ladder => new(Works, Hears.Always(), Time);

    public DrainMoves Moves => new(new PlanSteps(Works, Time), Guard, Time);

    /// <summary>Of all that a person must hear of.</summary>
    public AlertLedger Ledger(AlertChannels channels) => new(
        contexts, channels, [new ConditionAlerts(Time), new DrainAlerts(Works, Time), new TrafficAlerts(Time), new TicketAlerts(Time), new CommandAlerts(Time), new PoolAlerts(Guard, liveness, Time)], Time);

    public DrainRequests Requests => new(contexts, Works, Time);

    /// <summary>A worker with no memory of its own: as after a restart.</summary>
    public DrainReconciler Worker()
    {
        var targets = new DrainTargets([target]);
        return new DrainReconciler(
            new DrainClaims(database.DataSource, Time),
            new DrainProposer(contexts, Ladder, Time),
            new DrainStepper(
                new DrainObserver(contexts, targets, Guard, new SiteWindows(), new PlanReader(Works, Ladder), Hears.Always(), Time),
                new DrainActor(contexts, Guard, Moves, new DrainLooks(new PlanSteps(Works, Time), Time), Time),
                Time, NullLogger<DrainStepper>.Instance),
            new ChangeFeed(database.DataSource, new DatabaseReady(), Time, NullLogger<ChangeFeed>.Instance),
            Ready, Time, NullLogger<DrainReconciler>.Instance);
    }

    public static async Task<DrainStage> CreateAsync(
        TestDatabase database, IDrainTarget target, int hosts, int required, int spare, CancellationToken cancellationToken,
        string targetSettings = "{}", bool automatic = true, IDbContextFactory<FleetDb>? contexts = null)
    {
        var stage = new DrainStage(contexts ?? database.Contexts, database, target);
        await using var db = await database.Contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new Site { Id = SiteId, Name = "Montreal 1", Jurisdiction = "CA", TimeZone = "America/Toronto", TicketProvider = "email", TicketSettings = """{"to":"hands@example.net"}""", Contact = "+1 555 0100" });
        db.Add(new Pool { Id = PoolId, Name = "LLM", Jurisdiction = "CA", Required = required, Spare = spare, Target = target.Name, TargetSettings = targetSettings, AutomaticApproval = automatic });
        for (var number = 1; number <= hosts; number++)
        {
            var host = new Host { Id = Guid.NewGuid(), Name = $"gpu-yul1-{number:00}", SiteId = SiteId, Rack = "B07", U = number * 2, PoolId = PoolId, TargetName = $"s{number}", AssetTag = $"A-{number}" };
            stage.Hosts.Add(host);
            db.Add(host);
            db.Add(new Gpu { Uuid = $"GPU-{number}", HostId = host.Id, Index = 0, Model = "H100", Serial = $"S{number}", PciAddress = "00000000:05:00.0", Slot = 3, PartNumber = "900-1" });
        }

        await db.SaveChangesAsync(cancellationToken);
        await stage.HearAsync(cancellationToken);
        return stage;
    }

    /// <summary>A Pool that must keep seven, and a worker that has looked once since a fault of the first Host.</summary>
    public static async Task<(DrainStage Stage, DrainReconciler Worker)> FoundAsync(
        TestDatabase database, IDrainTarget target, int hosts, CancellationToken cancellationToken)
    {
        var stage = await CreateAsync(database, target, hosts, 6, 1, cancellationToken);
        var worker = stage.Worker();
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, cancellationToken);
        await worker.RunOnceAsync(cancellationToken);
        return (stage, worker);
    }

    /// <summary>A Pool of seven: the Drain of the first Host waits, for there is none to spare.</summary>
    public static async Task<(DrainStage Stage, DrainReconciler Worker)> BlockedAsync(
        TestDatabase database, IDrainTarget target, CancellationToken cancellationToken)
    {
        var (stage, worker) = await FoundAsync(database, target, 7, cancellationToken);
        Assert.AreEqual(DrainState.Blocked, (await stage.DrainAsync(cancellationToken)).State);
        return (stage, worker);
    }

    /// <summary>A Pool of eight with a Drain of the first Host that both balancers confirm.</summary>
    public static async Task<(DrainStage Stage, DrainReconciler Worker)> DrainingAsync(TestDatabase database, Balancers target, CancellationToken cancellationToken)
    {
        var (stage, worker) = await FoundAsync(database, target, 8, cancellationToken);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(cancellationToken)).State);
        Assert.IsTrue(target.A.IsDrained("s1") && target.B.IsDrained("s1"));
        return (stage, worker);
    }

    /// <summary>The same some seconds later: the Host is empty, and hands may take it.</summary>
    public static async Task<(DrainStage Stage, DrainReconciler Worker)> RepairingAsync(TestDatabase database, Balancers target, CancellationToken cancellationToken)
    {
        var (stage, worker) = await DrainingAsync(database, target, cancellationToken);
        await stage.EmptiesAsync(worker, cancellationToken);
        return (stage, worker);
    }

    /// <summary>Quiet for as long as an empty Host must be.</summary>
    public async Task EmptiesAsync(DrainReconciler worker, CancellationToken cancellationToken)
    {
        for (var second = 0; second < 4; second++)
        {
            await TickAsync(worker, cancellationToken);
        }

        Assert.AreEqual(DrainState.Working, (await DrainAsync(cancellationToken)).State);
    }

    /// <summary>Every Host is heard now, with this many requests in flight.</summary>
    public async Task HearAsync(CancellationToken cancellationToken, double? inFlight = 0, params Guid[] except)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        foreach (var host in Hosts.Where(host => !except.Contains(host.Id)))
        {
            var heartbeat = await db.Heartbeats.SingleOrDefaultAsync(row => row.HostId == host.Id, cancellationToken);
            if (heartbeat is null)
            {
                db.Add(heartbeat = new HostHeartbeat { HostId = host.Id });
            }

            var quiet = inFlight == 0;
            (heartbeat.HeardAt, heartbeat.InFlight, heartbeat.Queued) = (now, inFlight, inFlight is null ? null : 0);
            heartbeat.QuietReadings = quiet ? heartbeat.QuietReadings + 1 : 0;
            heartbeat.QuietSince = quiet ? heartbeat.QuietSince ?? now : null;
            heartbeat.Frame = new Frame
            {
                At = Timestamp.FromDateTimeOffset(now),
                Gpus = { new GpuReading { Uuid = $"GPU-{Hosts.IndexOf(host) + 1}", State = GpuReading.Types.State.Present } },
            }.ToByteArray();
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<Condition> FindAsync(
        Host host, DrainAdvice advice, CancellationToken cancellationToken, string code = "ecc-uncorrected", RemedyKind remedy = RemedyKind.None)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        var condition = new Condition
        {
            Id = Guid.NewGuid(),
            Rule = code,
            Code = code,
            HostId = host.Id,
            GpuUuid = $"GPU-{Hosts.IndexOf(host) + 1}",
            State = ConditionState.Firing,
            Severity = Severity.Critical,
            Drain = advice,
            Remedy = remedy,
            RemedyTarget = Remedy.Of(remedy, $"GPU-{Hosts.IndexOf(host) + 1}").Target,
            Sentence = $"{host.Name} GPU 0: {code}.",
            Action = "Drain the host.",
            Count = 1,
            Since = now,
            LastFoundAt = now,
            FiredAt = now,
        };
        db.Add(condition);
        await db.SaveChangesAsync(cancellationToken);
        return condition;
    }

    /// <summary>One second passes, every Host is heard, and the worker looks once.</summary>
    public async Task TickAsync(DrainReconciler worker, CancellationToken cancellationToken, double? inFlight = 0)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        await HearAsync(cancellationToken, inFlight);
        await worker.RunOnceAsync(cancellationToken);
    }

    public async Task<Drain> DrainAsync(CancellationToken cancellationToken)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        return await db.Drains.AsNoTracking().OrderByDescending(drain => drain.ProposedAt).FirstAsync(cancellationToken);
    }
}
