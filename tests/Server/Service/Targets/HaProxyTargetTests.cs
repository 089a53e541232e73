using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.HaProxy;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Targets;

/// <summary>Against the real HAProxy.</summary>
[TestClass]
public sealed class HaProxyTargetTests
{
    private static readonly HashSet<string> Nothing = [];
    private readonly HaProxyTarget target = new(Reach.Everything);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Cordon_RealHaProxyByBothSockets_DrainsOnceAndUncordonLeavesWhatWasFound()
    {
        Needs.Programs("haproxy");
        await using var stage = new Stage(TestContext.WriteLine);
        var proxy = await StartAsync(stage);
        var unix = $"unix:{proxy.Socket}";
        var server = Server("s1", unix, $"tcp:127.0.0.1:{proxy.StatsPort}");
        Assert.AreEqual(EndpointState.Taking, (await target.ObserveAsync(server, Token)).State);

        Assert.IsNull(await target.CordonAsync(server, Token));
        Assert.IsNull(await target.CordonAsync(server, Token));
        Assert.AreEqual(EndpointState.Drained, (await target.ObserveAsync(server, Token)).State);
        StringAssert.StartsWith((await proxy.StateAsync("s1", Token)).Status, "DRAIN");

        Assert.IsNull(await target.UncordonAsync(server, new HashSet<string> { unix, $"tcp:127.0.0.1:{proxy.StatsPort}" }, Token));
        Assert.AreEqual(EndpointState.Drained, (await target.ObserveAsync(server, Token)).State);
        Assert.IsNull(await target.UncordonAsync(server, Nothing, Token));
        Assert.AreEqual(EndpointState.Taking, (await target.ObserveAsync(server, Token)).State);
    }

    [TestMethod]
    public async Task Close_RealHaProxy_IsMaintenanceAndUncordonWaitsForItsCheck()
    {
        Needs.Programs("haproxy");
        await using var stage = new Stage(TestContext.WriteLine);
        var proxy = await StartAsync(stage);
        var server = Server("s1", $"unix:{proxy.Socket}");
        Assert.IsNull(await target.CordonAsync(server, Token));
        Assert.IsTrue((await target.ObserveAsync(server, Token)).KeepsClients(Nothing));

        Assert.IsNull(await target.CloseAsync(server, Nothing, Token));
        StringAssert.StartsWith((await proxy.StateAsync("s1", Token)).Status, "MAINT");
        Assert.IsFalse((await target.ObserveAsync(server, Token)).KeepsClients(Nothing));

        Assert.IsNull(await target.UncordonAsync(server, Nothing, Token));
        await Until.Async("its check has passed", cancellation => target.ObserveAsync(server, cancellation), reading => reading.NotUp(Nothing) is null, Token);
    }

    [TestMethod]
    public async Task Observe_OneThatLetsUsConnectAndHangs_IsLoggedOnce()
    {
        using var hung = new TcpListener(IPAddress.Loopback, 0);
        hung.Start();
        var log = new KeptLog<AllowedDestinations>();
        var asking = new HaProxyTarget(new AllowedDestinations(new DestinationsOptions { Balancers = ["127.0.0.1"] }, log));
        var server = Server("s1", $"tcp:{hung.LocalEndpoint}");

        await asking.ObserveAsync(server, Token);
        await asking.ObserveAsync(server, Token);

        Assert.HasCount(1, log.Lines);
        StringAssert.Contains(log.Lines[0], "no answer within");
    }

    [TestMethod]
    public async Task Observe_RealHaProxyWhoseCheckFails_IsDownInItsWords()
    {
        Needs.Programs("haproxy");
        await using var stage = new Stage(TestContext.WriteLine);
        var proxy = await StartAsync(stage);
        var server = Server("s1", $"unix:{proxy.Socket}");
        Assert.IsNull((await target.ObserveAsync(server, Token)).Fault);

        await proxy.CommandAsync("set server be/s1 health down", Token);
        StringAssert.StartsWith((await target.ObserveAsync(server, Token)).Fault, "down in HAProxy");
        await proxy.CommandAsync("set server be/s1 health up", Token);
        await proxy.CommandAsync("set server be/s1 weight 0", Token);
        await Until.Async("it has no weight", cancellation => target.ObserveAsync(server, cancellation), reading => reading.Fault == "weight 0 in HAProxy", Token);
    }

    [TestMethod]
    public async Task Observe_OneEndpointUnreachable_IsNotConfirmedAndSaysWhich()
    {
        Needs.Programs("haproxy");
        await using var stage = new Stage(TestContext.WriteLine);
        var proxy = await StartAsync(stage);
        var dead = $"tcp:127.0.0.1:{FreePort.Next()}";
        var reading = await target.ObserveAsync(Server("s1", $"unix:{proxy.Socket}", dead), Token);
        Assert.AreEqual(EndpointState.Unreachable, reading.State);
        StringAssert.StartsWith(reading.Sentence, dead);
    }

    [TestMethod]
    public async Task Observe_ServerThatHaProxyDoesNotKnow_IsMissing()
    {
        Needs.Programs("haproxy");
        await using var stage = new Stage(TestContext.WriteLine);
        var proxy = await StartAsync(stage);
        var reading = await target.ObserveAsync(Server("s9", $"unix:{proxy.Socket}"), Token);
        Assert.AreEqual(EndpointState.Missing, reading.State);
        StringAssert.Contains(reading.Sentence, "has no server be/s9");
    }

    [TestMethod]
    [DataRow("s1;disable frontend fe")]
    [DataRow("s1 state ready")]
    [DataRow("s1\nshutdown")]
    public async Task Cordon_NameThatIsACommand_IsRefusedBeforeItIsSent(string name) =>
        StringAssert.Contains(await target.CordonAsync(Server(name, "unix:/nowhere"), Token), "is no HAProxy server name");

    /// <summary>A port where nothing listens and one where something else does are one to who may apply the inventory.</summary>
    [TestMethod]
    public async Task Observe_NothingListensOrItMayNotBeReached_SaysNoMoreThanThat()
    {
        var nothing = $"tcp:127.0.0.1:{FreePort.Next()}";
        var closed = await target.ObserveAsync(Server("s1", nothing), Token);
        var forbidden = await new HaProxyTarget(Reach.Nothing).ObserveAsync(Server("s1", nothing), Token);

        Assert.AreEqual($"{nothing}: cannot be reached; the server's log says why", closed.Sentence);
        Assert.AreEqual(closed.Sentence, forbidden.Sentence);
    }

    private async Task<HaProxyServer> StartAsync(Stage stage)
    {
        var port = FreePort.Next();
        await LocalWeb.StartAsync(stage, port, web => web.MapGet("/{**path}", () => "ok"), Token);
        return await HaProxyServer.StartAsync(stage, new Dictionary<string, int> { ["s1"] = port }, Token);
    }

    private static TargetServer Server(string name, params string[] endpoints) =>
        new(name, System.Text.Json.JsonSerializer.Serialize(new { endpoints, backend = HaProxyServer.Backend }));
}
