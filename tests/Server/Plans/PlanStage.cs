using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Plans.Loop;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Plans.Requests;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Windows;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Plans;

/// <summary>Plans on a <see cref="DrainStage"/>: its Pool, its target, its clock, and the worker of Plans beside the Drains'.</summary>
internal sealed class PlanStage(DrainStage stage, TestDatabase database)
{
    public DrainStage Drains => stage;

    public ScriptedWork Reboot { get; } = new(WorkKind.Reboot);

    private PlanObserver Observer => new(stage.Guard, new SiteWindows(), stage.Works, Hears.Always(), stage.Time);

    public PlanRequests Requests => new(stage.Contexts, new PlanDrafts(Observer, stage.Works, stage.Time), stage.Time);

    /// <summary>A Pool of hosts of which so many must stay; the only work is a reboot that does what the test says.</summary>
    public static async Task<PlanStage> CreateAsync(TestDatabase database, int hosts, int required, CancellationToken cancellationToken)
    {
        var stage = new PlanStage(await DrainStage.CreateAsync(database, new ScriptedTarget(), hosts, required, 0, cancellationToken), database);
        stage.Drains.Kinds = [stage.Reboot, stage.Drains.RemoteHands];
        return stage;
    }

    /// <summary>A worker with no memory of its own: as after a restart.</summary>
    public PlanWorker Worker() => new(
        stage.Contexts, new PlanActor(stage.Contexts, Observer, stage.Requests, stage.Time),
        new ChangeFeed(database.DataSource, new DatabaseReady(), stage.Time, NullLogger<ChangeFeed>.Instance), stage.Ready, stage.Time, NullLogger<PlanWorker>.Instance);

    public PlanWish Wish(params string[] names) => new()
    {
        Selection = new HostSelection(names, Rack: names.Length == 0 ? "B07" : ""),
        Works = WorkPlan.Of(WorkKind.Reboot),
        Start = PlanStart.Now,
        Reason = "driver 570",
    };

    public async Task<Plan> CreatedAsync(PlanWish wish, CancellationToken cancellationToken)
    {
        var reply = await Requests.CreateAsync(wish, SiteScope.All, "person:ada", cancellationToken);
        Assert.IsNull(reply.Refusal);
        return reply.Plan!;
    }

    public PlanChange By(Plan plan, string person = "person:ada", uint revision = 0) => new(plan.Id, revision, SiteScope.All, person);

    /// <summary>Both workers look, a second passes, so many times.</summary>
    public async Task RunAsync(DrainReconciler drains, int seconds, CancellationToken cancellationToken)
    {
        for (var second = 0; second < seconds; second++)
        {
            await Worker().RunOnceAsync(cancellationToken);
            await stage.TickAsync(drains, cancellationToken);
        }

        await Worker().RunOnceAsync(cancellationToken);
    }

    /// <summary>"Done, Running, Waiting": the Hosts in their order.</summary>
    public async Task<string> HostsAsync(Plan plan, CancellationToken cancellationToken)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(cancellationToken);
        return string.Join(", ", await db.PlanHosts.Where(row => row.PlanId == plan.Id).OrderBy(row => row.Ordinal).Select(row => row.State).ToListAsync(cancellationToken));
    }

    public async Task<Plan> NowAsync(Plan plan, CancellationToken cancellationToken)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(cancellationToken);
        return await db.Plans.AsNoTracking().SingleAsync(row => row.Id == plan.Id, cancellationToken);
    }
}
