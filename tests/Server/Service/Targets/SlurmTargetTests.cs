using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.Several;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Targets;

/// <summary>Against the real Slurm: one for all tests, each with a node of its own.</summary>
[TestClass]
public sealed class SlurmTargetTests
{
    private static readonly HashSet<string> Nothing = [];
    private static Stage? stage;
    private static SlurmCluster cluster = null!;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        Needs.Programs("slurmctld", "slurmd", "munged", "scontrol");
        stage = new Stage(context.WriteLine);
        cluster = await SlurmCluster.StartAsync(stage, nodes: 6, context.CancellationToken);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        if (stage is not null)
        {
            await stage.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task Cordon_NodeWithARunningJob_DrainsWithOurReasonAndLeavesTheJob()
    {
        var server = Server("s2");
        var job = await cluster.RunJobAsync("s2", Token);
        Assert.AreEqual(EndpointState.Taking, (await LookAsync(server)).State);

        await TellAsync(() => cluster.Target.CordonAsync(server, Token));
        await TellAsync(() => cluster.Target.CordonAsync(server, Token));

        var reading = await LookAsync(server);
        Assert.AreEqual(EndpointState.Drained, reading.State);
        Assert.AreEqual(1, reading.Sessions);
        Assert.AreEqual($"slurm:here: starts no job, 1 jobs ({job}) on it", reading.Sentence);
        StringAssert.Contains(await cluster.ScontrolAsync(Token, "--oneliner", "show", "node", "s2"), "Reason=sovereignfleet: out of service by a drain [");

        // Suspended, its node is IDLE in Slurm's own words; the job is there all the same.
        await cluster.ScontrolAsync(Token, "suspend", job);
        await Until.Async("the node is idle", token => cluster.ScontrolAsync(token, "--oneliner", "show", "node", "s2"), text => text.Contains(" State=IDLE+DRAIN"), Token);
        Assert.AreEqual(1, (await LookAsync(server)).Sessions);

        await cluster.EndJobAsync(job, Token);
        await Until.Async("no job is there", token => cluster.Target.ObserveAsync(server, token), look => look is { State: EndpointState.Drained, Sessions: 0 }, Token);
        await TellAsync(() => cluster.Target.UncordonAsync(server, Nothing, Token));
        await Until.Async("it is back", token => cluster.Target.ObserveAsync(server, token), look => look.IsBack(Nothing) && look.NotUp(Nothing) is null, Token);
    }

    [TestMethod]
    public async Task Uncordon_DrainOfSomebodyElse_IsLeftWithItsReason()
    {
        var server = Server("s3");
        await cluster.ScontrolAsync(Token, "update", "nodename=s3", "state=drain", "reason=NHC: check_ib failed");

        await TellAsync(() => cluster.Target.CordonAsync(server, Token));
        await TellAsync(() => cluster.Target.UncordonAsync(server, Nothing, Token));

        var reading = await LookAsync(server);
        Assert.AreEqual(EndpointState.Drained, reading.State);
        StringAssert.Contains(reading.Sentence, ": NHC: check_ib failed, no job on it");
        Assert.IsTrue(reading.IsBack(Nothing));
        Assert.IsFalse(reading.CanGiveBack(Nothing));
        StringAssert.Contains(await cluster.ScontrolAsync(Token, "--oneliner", "show", "node", "s3"), "Reason=NHC: check_ib failed [");
    }

    [TestMethod]
    public async Task Uncordon_AnotherToolWroteItsReasonSince_IsTheirsFromThenOn()
    {
        var server = Server("s4");
        await TellAsync(() => cluster.Target.CordonAsync(server, Token));
        await cluster.ScontrolAsync(Token, "update", "nodename=s4", "state=drain", "reason=NHC: disk full");

        await TellAsync(() => cluster.Target.UncordonAsync(server, Nothing, Token));

        var reading = await LookAsync(server);
        Assert.AreEqual(EndpointState.Drained, reading.State);
        Assert.IsTrue(reading.IsBack(Nothing));
    }

    [TestMethod]
    public async Task Uncordon_NodeThatWasDownBefore_IsDownAgainForItsOldReason()
    {
        var server = Server("s5");
        await cluster.ScontrolAsync(Token, "update", "nodename=s5", "state=down", "reason=bad PSU");
        Assert.AreEqual("DOWN in Slurm: bad PSU", (await LookAsync(server)).Fault);

        await TellAsync(() => cluster.Target.CordonAsync(server, Token));
        Assert.AreEqual(EndpointState.Drained, (await LookAsync(server)).State);
        await TellAsync(() => cluster.Target.UncordonAsync(server, Nothing, Token));

        var reading = await LookAsync(server);
        Assert.AreEqual(EndpointState.Taking, reading.State);
        Assert.AreEqual("DOWN in Slurm: bad PSU", reading.Fault);
    }

    [TestMethod]
    public async Task Observe_NodeOrControllerThatIsNotThere_IsMissingOrUnreachable()
    {
        var missing = await LookAsync(Server("nope"));
        Assert.AreEqual("Missing slurm:here: Node nope not found", $"{missing.State} {missing.Sentence}");

        var away = Server("s1", SlurmCluster.Away);
        Assert.AreEqual(EndpointState.Unreachable, (await cluster.Target.ObserveAsync(away, Token)).State);
        StringAssert.StartsWith(await cluster.Target.CordonAsync(away, Token), "slurm:away: ");
    }

    [TestMethod]
    [DataRow("ALL")]
    [DataRow("s[1-6]")]
    [DataRow("s1,s2")]
    [DataRow("--help")]
    [DataRow("s6\n")]
    public async Task Cordon_NameOfManyNodes_IsRefused(string name)
    {
        StringAssert.Contains(await cluster.Target.CordonAsync(Server(name), Token), "is no name of one Slurm node");
        Assert.AreEqual(EndpointState.Taking, (await LookAsync(Server("s6"))).State);
    }

    [TestMethod]
    public async Task Drain_OfASlurmPool_WaitsForTheJobAndReturnsTheNode()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var drains = await DrainStage.CreateAsync(database, cluster.Target, 1, 0, 0, Token, """{"cluster":"here"}""");
        var worker = drains.Worker();
        var job = await cluster.RunJobAsync("s1", Token);
        await drains.FindAsync(drains.Hosts[0], DrainAdvice.Now, Token);

        // Nobody reads an inference server here: none is configured on a node whose jobs are Slurm's.
        var waiting = await UntilDrainAsync(drains, worker, drain => drain.WaitingFor?.Contains("jobs") == true);
        Assert.AreEqual(DrainState.Draining, waiting.State);
        StringAssert.Contains(waiting.WaitingFor, $"1 sessions to end: slurm:here: starts no job, 1 jobs ({job}) on it");

        await cluster.EndJobAsync(job, Token);
        var empty = await UntilDrainAsync(drains, worker, drain => drain.State == DrainState.Working);
        await drains.Requests.CancelAsync(empty.Id, "no", asItIs: true, "person:ada", Token);
        await UntilDrainAsync(drains, worker, drain => drain.State == DrainState.Cancelled);
        Assert.AreEqual(EndpointState.Taking, (await LookAsync(Server("s1"))).State);
    }

    [TestMethod]
    public async Task Drain_BalancerConfirmsAndSlurmIsAway_IsBlockedAndTouchesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var balancers = new Balancers();
        var several = new SeveralTargets(() => new DrainTargets([balancers, cluster.Target]));
        var drains = await DrainStage.CreateAsync(
            database, several, 1, 0, 0, Token, """{"targets":[{"target":"balancers"},{"target":"slurm","targetSettings":{"cluster":"away"}}]}""");
        await drains.FindAsync(drains.Hosts[0], DrainAdvice.Now, Token);

        var drain = await UntilDrainAsync(drains, drains.Worker(), drain => drain.State == DrainState.Blocked);

        StringAssert.StartsWith(drain.WaitingFor, "the target cannot drain it: slurm:away: ");
        Assert.IsFalse(balancers.IsDrained("s1"));
    }

    private static TargetServer Server(string node, string of = SlurmCluster.Here) => new(node, $$"""{"cluster":"{{of}}"}""");

    /// <summary>A machine that runs many tests at once is slow to answer, and not away.</summary>
    private Task<TargetReading> LookAsync(TargetServer server) => Until.Async(
        "Slurm answers", token => cluster.Target.ObserveAsync(server, token), reading => reading.State != EndpointState.Unreachable, Token);

    private Task<string> TellAsync(Func<Task<string?>> tell) => Until.Async("Slurm takes it", async _ => await tell() ?? "", fault => fault.Length == 0, Token);

    private Task<Drain> UntilDrainAsync(DrainStage drains, SovereignFleet.Server.Service.Loop.DrainReconciler worker, Predicate<Drain> fits) => Until.Async(
        "the drain is there",
        async token =>
        {
            await drains.TickAsync(worker, token, inFlight: null);
            return await drains.DrainAsync(token);
        },
        drain => fits(drain), Token);
}
