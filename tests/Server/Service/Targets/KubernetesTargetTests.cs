using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.Kubernetes;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Targets;

/// <summary>Against an API of ours that answers as Kubernetes does.</summary>
[TestClass]
public sealed class KubernetesTargetTests
{
    private static readonly HashSet<string> Nothing = [];
    private static readonly TargetServer Server = new("n1", """{"cluster":"ca"}""");
    private readonly FakeTimeProvider time = new();
    private readonly KubernetesApi api = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Cordon_NodeWithPods_EvictsItsOwnAndLeavesTheNodesPods()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var target = await StartAsync(stage);
        api.AddPod("vllm-1");
        api.AddPod("exporter", owner: "DaemonSet");
        api.AddPod("proxy", owner: "Node", annotations: """{"kubernetes.io/config.mirror":"x"}""");
        api.AddPod("job", owner: "Job", phase: "Succeeded");
        var before = await LookAsync(target);
        Assert.AreEqual("Taking kubernetes:ca: takes pods, 1 pods (llm/vllm-1) on it", $"{before.State} {before.Sentence}");

        Assert.IsNull(await target.CordonAsync(Server, Token));
        Assert.IsNull(await target.CordonAsync(Server, Token));

        Assert.IsTrue(api.Unschedulable && api.IsEnding("vllm-1"));
        Assert.IsFalse(api.IsEnding("exporter") || api.IsEnding("proxy") || api.IsEnding("job"));
        Assert.AreEqual("gpu sovereignfleet/drain", string.Join(' ', api.Taints));
        var ending = await LookAsync(target);
        Assert.AreEqual((EndpointState.Drained, 1, true), (ending.State, ending.Sessions, ending.RunsTheWork));

        api.Pods.RemoveAt(0);
        Assert.AreEqual(0, (await LookAsync(target)).Sessions);
        Assert.IsNull(await target.UncordonAsync(Server, Nothing, Token));
        Assert.IsFalse(api.Unschedulable);
        Assert.AreEqual("gpu", string.Join(' ', api.Taints));
        Assert.AreEqual(EndpointState.Taking, (await LookAsync(target)).State);
    }

    [TestMethod]
    public async Task Cordon_BudgetForbidsIt_IsToldByNameAndAskedAgainNoSoonerThanTheApiSays()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var target = await StartAsync(stage);
        api.AddPod("vllm-1");
        api.Budget = "vllm";
        const string Told = "kubernetes:ca: pod llm/vllm-1: 429: Cannot evict pod as it would violate the pod's disruption budget. The disruption budget vllm needs 2 healthy pods and has 2 currently";

        Assert.AreEqual(Told, await target.CordonAsync(Server, Token));
        Assert.AreEqual(Told, await target.CordonAsync(Server, Token));
        Assert.AreEqual(1, api.Evictions);
        var waiting = await LookAsync(target);
        Assert.AreEqual("Taking cordoned in Kubernetes, and 1 pods on it still serve", $"{waiting.State} {waiting.Fault}");

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.AreEqual(Told, await target.CordonAsync(Server, Token));
        api.Budget = null;
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.IsNull(await target.CordonAsync(Server, Token));
        Assert.AreEqual(EndpointState.Drained, (await LookAsync(target)).State);
    }

    [TestMethod]
    [DataRow(1, true)]
    [DataRow(5, false)]
    public async Task Cordon_NodeChangedSinceItWasRead_IsReadAgainAndChangedByNobodysVersionButTheLast(int races, bool done)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var target = await StartAsync(stage);
        api.Races = races;

        var fault = await target.CordonAsync(Server, Token);

        Assert.AreEqual(done, fault is null, fault);
        Assert.AreEqual(done, api.Unschedulable);
        if (!done)
        {
            StringAssert.StartsWith(fault, "kubernetes:ca: 409: Operation cannot be fulfilled");
        }
    }

    [TestMethod]
    public async Task Uncordon_CordonOfSomebodyElse_StaysThoughThePodsAreEvicted()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var target = await StartAsync(stage);
        api.AddPod("vllm-1");
        api.Cordon(true);

        Assert.IsNull(await target.CordonAsync(Server, Token));
        Assert.IsTrue(api.IsEnding("vllm-1"));
        Assert.AreEqual("gpu", string.Join(' ', api.Taints));
        api.Pods.Clear();
        var reading = await LookAsync(target);
        Assert.AreEqual("kubernetes:ca: cordoned in Kubernetes by somebody else, 0 pods on it", reading.Sentence);
        Assert.IsTrue(reading.IsBack(Nothing));
        Assert.IsFalse(reading.CanGiveBack(Nothing));

        Assert.IsNull(await target.UncordonAsync(Server, Nothing, Token));
        Assert.IsTrue(api.Unschedulable);
    }

    [TestMethod]
    [DataRow(null, "[]", "{\"cluster\":\"ca\"}", "kubernetes:ca: pod llm/p is not evicted: no controller would start it again; delete it or move it yourself")]
    [DataRow("ReplicaSet", "[{\"name\":\"cache\",\"emptyDir\":{}}]", "{\"cluster\":\"ca\"}", "kubernetes:ca: pod llm/p is not evicted: its emptyDir would be lost; delete it yourself, or allow it by \"evictLocalData\"")]
    [DataRow("ReplicaSet", "[{\"name\":\"cache\",\"emptyDir\":{}}]", "{\"cluster\":\"ca\",\"evictLocalData\":true}", null)]
    [DataRow("ReplicaSet", "[{\"name\":\"shm\",\"emptyDir\":{\"medium\":\"Memory\"}}]", "{\"cluster\":\"ca\"}", null)]
    public async Task Cordon_PodWhoseEvictionWouldLoseSomething_StaysAndIsTold(string? owner, string volumes, string settings, string? fault)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var target = await StartAsync(stage);
        api.AddPod("p", owner, volumes);

        Assert.AreEqual(fault, await target.CordonAsync(Server with { Settings = settings }, Token));
        Assert.AreEqual(fault is null, api.IsEnding("p"));
        Assert.AreEqual(fault is null ? EndpointState.Drained : EndpointState.Taking, (await LookAsync(target)).State);
    }

    [TestMethod]
    [DataRow(401, """{"kind":"Status","message":"Unauthorized"}""", "401: Unauthorized")]
    [DataRow(410, """{"kind":"Status","message":"The provided continue parameter is too old"}""", "410: The provided continue parameter is too old")]
    [DataRow(503, "upstream away", "503: refused")]
    [DataRow(200, "<html>", "cannot be reached; the server's log says why")]
    [DataRow(200, "{}", "an answer that is no node and no list of pods")]
    public async Task Observe_AnswerThatIsNone_IsUnreachableAndNeverDrained(int status, string body, string sentence)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var target = await StartAsync(stage);
        api.Instead = (status, body);

        var reading = await LookAsync(target);

        Assert.AreEqual($"Unreachable kubernetes:ca: {sentence}", $"{reading.State} {reading.Sentence}");
        Assert.AreEqual($"kubernetes:ca: {sentence}", await target.CordonAsync(Server, Token));
    }

    [TestMethod]
    public async Task Observe_NodeThatIsNotReadyOrNotThere_IsDownOrMissing()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var target = await StartAsync(stage);
        api.Node["status"]!["conditions"]![0]!["status"] = "Unknown";
        api.Node["status"]!["conditions"]![0]!["reason"] = "NodeStatusUnknown";
        Assert.AreEqual("not ready in Kubernetes: NodeStatusUnknown", (await LookAsync(target)).Fault);

        Assert.AreEqual(EndpointState.Missing, (await target.ObserveAsync(Server with { Name = "n2" }, Token)).State);
        StringAssert.Contains(await target.CordonAsync(Server with { Name = "../pods" }, Token), "is no name of a Kubernetes node");
        StringAssert.Contains(await target.CordonAsync(Server with { Settings = """{"cluster":"x"}""" }, Token), "adds it to Kubernetes:Clusters");
    }

    /// <summary>A process's first call through this client takes longer than a call may, on a machine that runs many tests at once.</summary>
    private async Task<KubernetesTarget> StartAsync(Stage stage)
    {
        var target = new KubernetesTarget(new KubernetesOptions { Clusters = { ["ca"] = await api.StartAsync(stage, Token) } }, Reach.Everything, time);
        await Until.Async("the API answers", token => target.ObserveAsync(Server, token), reading => reading.State == EndpointState.Taking, Token);
        return target;
    }

    private Task<TargetReading> LookAsync(KubernetesTarget target) => target.ObserveAsync(Server, Token);
}
