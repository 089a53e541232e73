using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes.Harness;

[TestClass]
public sealed class LoadBalancerTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task SetState_DrainUnderConstantLoad_EmptiesTheServerAndLosesNothing()
    {
        Needs.Programs("haproxy");
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var first = await VllmStandIn.StartAsync(stage, "s1", cancellation);
        var second = await VllmStandIn.StartAsync(stage, "s2", cancellation);
        var proxy = await HaProxyServer.StartAsync(
            stage, new Dictionary<string, int> { ["s1"] = first.Port, ["s2"] = second.Port }, cancellation);
        var load = ConstantLoad.Start(stage, proxy.Url, inFlight: 6);
        await Until.TrueAsync("both serve", () => load.ServedBy.Count == 2, cancellation);

        Assert.AreEqual("", await proxy.CommandAsync("set server be/s1 state drain", cancellation));
        await proxy.WaitForAsync("s1", "DRAIN", cancellation);
        await Until.TrueAsync("s1 is empty", () => first.InFlight == 0, cancellation);
        var served = second.Served;
        await Until.TrueAsync("s2 goes on", () => second.Served > served, cancellation);
        await load.StopAsync();

        Assert.IsEmpty(load.Failures, load.ToString());
        Assert.AreEqual(load.Sent, load.Succeeded);
        Assert.AreEqual("No such server.", await proxy.CommandAsync("set server be/s9 state drain", cancellation));
    }

    [TestMethod]
    public async Task ConstantLoad_ServerThatRefuses_CountsEachLostRequestWithItsReason()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var load = ConstantLoad.Start(stage, $"http://127.0.0.1:{FreePort.Next()}", inFlight: 1);
        await Until.TrueAsync("one is lost", () => load.Failures.Count > 0, TestContext.CancellationToken);
        await load.StopAsync();

        Assert.AreEqual(load.Sent, load.Failures.Count);
        Assert.Contains("HttpRequestException", load.Failures.First());
    }

    [TestMethod]
    public async Task Metrics_RequestsInFlight_AreCountedTruthfully()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var server = await VllmStandIn.StartAsync(stage, "s1", cancellation);
        using var client = new HttpClient();
        _ = ConstantLoad.Start(stage, server.Url, inFlight: 6);

        // Four run at once, so two of the six wait.
        await Until.Async(
            "vLLM's metrics tell six in flight",
            stop => client.GetStringAsync(server.Url + "/metrics", stop),
            text => text.Contains("vllm:num_requests_running{engine=\"0\",model_name=\"stand-in\"} 4.0\n", StringComparison.Ordinal)
                && text.Contains("vllm:num_requests_waiting{engine=\"0\",model_name=\"stand-in\"} 2.0\n", StringComparison.Ordinal),
            cancellation);
    }
}
