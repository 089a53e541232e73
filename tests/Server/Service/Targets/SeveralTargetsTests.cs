using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.HaProxy;
using SovereignFleet.Server.Service.Targets.Several;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Targets;

[TestClass]
public sealed class SeveralTargetsTests
{
    private const string Both = """{"targets":[{"target":"balancers"},{"target":"scripted","names":{"s1":"node1"}}]}""";
    private static readonly HashSet<string> Nothing = [];
    private readonly Balancers balancers = new();
    private readonly ScriptedTarget scripted = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    private SeveralTargets Target => new(() => new DrainTargets([balancers, scripted, new HaProxyTarget(Reach.Everything), new SeveralTargets(null!)]));

    [TestMethod]
    public async Task Cordon_TwoKinds_DrainsInBothByTheirOwnNames()
    {
        Assert.IsNull(await Target.CordonAsync(Server(Both), Token));

        Assert.IsTrue(balancers.A.IsDrained("s1") && balancers.B.IsDrained("s1") && scripted.IsDrained("node1"));
        Assert.AreEqual(EndpointState.Drained, (await Target.ObserveAsync(Server(Both), Token)).State);

        Assert.IsNull(await Target.UncordonAsync(Server(Both), new HashSet<string> { "a" }, Token));
        Assert.IsTrue(balancers.A.IsDrained("s1"));
        Assert.IsFalse(balancers.B.IsDrained("s1") || scripted.IsDrained("node1"));
    }

    [TestMethod]
    [DataRow("away", "one: no route", "Unreachable")]
    [DataRow("missing", "one: 0 sessions", "Missing")]
    [DataRow("taking", "one: 0 sessions", "Taking")]
    [DataRow("no such target", "target: \"nginx\" is no drain target that can be one of several; there is balancers, scripted, haproxy", "Unreachable")]
    public async Task Observe_OneDoesNotConfirm_IsNotDrainedAndSaysWhich(string other, string sentence, string state)
    {
        balancers.A.Set("s1", drain: true);
        balancers.B.Set("s1", drain: true);
        (scripted.Away, scripted.Missing) = (other == "away" ? "no route" : null, other == "missing");

        var reading = await Target.ObserveAsync(Server(other == "no such target" ? Both.Replace("scripted", "nginx") : Both), Token);

        Assert.AreEqual(state, reading.State.ToString());
        Assert.AreEqual(sentence, reading.Sentence);
    }

    [TestMethod]
    public async Task Observe_OnlySettingsThatNobodyCanRead_IsUnreachable()
    {
        Assert.AreEqual(EndpointState.Unreachable, (await Target.ObserveAsync(Server("{}"), Token)).State);
        StringAssert.Contains(await Target.CordonAsync(Server("{}"), Token), "targetSettings.targets: must list the targets of the pool");
    }

    [TestMethod]
    public async Task Uncordon_OnePlaceUnderTwoLabels_LeavesWhatWasFoundUnderOneAlone()
    {
        const string Settings = """{"targets":[{"target":"scripted"},{"target":"scripted","label":"embeddings","names":{"s1":"e1"}}]}""";
        scripted.Set("e1", drain: true);
        var found = (await Target.ObserveAsync(Server(Settings), Token)).Drained;
        Assert.AreEqual("embeddings one", string.Join(",", found));

        Assert.IsNull(await Target.CordonAsync(Server(Settings), Token));
        scripted.Effects.Clear();
        Assert.IsNull(await Target.UncordonAsync(Server(Settings), found, Token));
        Assert.IsFalse(scripted.IsDrained("s1"));
    }

    [TestMethod]
    [DataRow("{}", "targets: must list the targets of the pool")]
    [DataRow("""{"targets":[{"target":"f5"}]}""", "targets[0].target: \"f5\" is no drain target that can be one of several; there is balancers, scripted, haproxy.")]
    [DataRow("""{"targets":[{"target":"several"}]}""", "targets[0].target: \"several\" is no drain target that can be one of several")]
    [DataRow("""{"targets":[{"target":"scripted"},{"target":"haproxy","targetSettings":{"backend":"be"}}]}""", "targets[1].targetSettings.endpoints: must name the runtime API")]
    [DataRow("""{"targets":[{"target":"scripted"},{"target":"scripted"}]}""", "targets[1]: a second scripted; give it a \"label\" of its own")]
    [DataRow("""{"targets":[{"target":"scripted","label":"a b"}]}""", "targets[0].label: \"a b\" must be")]
    [DataRow("""{"targets":[{"target":"scripted","label":"x"},{"target":"balancers","label":"x"}]}""", "targets[1].label: \"x\" is another one's label")]
    [DataRow("""{"targets":[{"target":"scripted","names":{"s1":"n","s2":"n"}}]}""", "targets[0].names: \"n\" is given to s1 and s2")]
    [DataRow("""{"targets":[{"targetSettings":{}}]}""", "missing: 'target'")]
    [DataRow("""{"targets":[{"target":"scripted","settings":{}}]}""", "'settings' is no key of it")]
    public void Judge_Unfit_NamesTheKey(string settings, string fault)
    {
        using var document = JsonDocument.Parse(settings);
        StringAssert.Contains(string.Join(" ", Target.Judge(document.RootElement).Select(one => one.At("").TrimStart('.'))), fault);
    }

    [TestMethod]
    public void Judge_EveryPartFit_IsTaken()
    {
        using var document = JsonDocument.Parse(Both);
        Assert.AreEqual(0, Target.Judge(document.RootElement).Count());
    }

    [TestMethod]
    public async Task Drain_OneTargetAway_IsBlockedAndNeverEmpty()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var drains = await DrainStage.CreateAsync(database, Target, 8, 6, 1, Token, Both);
        var worker = drains.Worker();
        scripted.Away = "no route";
        await drains.FindAsync(drains.Hosts[0], DrainAdvice.Now, Token);
        await drains.TickAsync(worker, Token);
        var blocked = await drains.DrainAsync(Token);
        Assert.AreEqual("Blocked the target cannot drain it: one: no route", $"{blocked.State} {blocked.WaitingFor}");
        Assert.IsFalse(balancers.IsDrained("s1"));

        scripted.Away = null;
        await drains.TickAsync(worker, Token);
        await drains.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Draining, (await drains.DrainAsync(Token)).State);

        // From here on one that cannot be asked confirms nothing, however quiet the host is.
        scripted.Away = "no route";
        for (var second = 0; second < 10; second++)
        {
            await drains.TickAsync(worker, Token);
        }

        var waiting = await drains.DrainAsync(Token);
        Assert.AreEqual("Draining the target to confirm: one: no route", $"{waiting.State} {waiting.WaitingFor}");
    }

    private static TargetServer Server(string settings) => new("s1", settings);
}
