using SovereignFleet.Server.Observability;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Observability;

/// <summary>What the server tells of itself, at a collector that reads the wire.</summary>
[TestClass]
[DoNotParallelize] // Meters are the process's: another server's in it would be told along with this one's.
public sealed class OtlpTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);
    private readonly OtlpCollector collector = new();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    [DataRow("http/protobuf")]
    [DataRow("grpc")]
    public async Task Send_Server_ItsMetersAndTracesAreTheirs(string protocol)
    {
        await collector.StartAsync(stage, context.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(context.CancellationToken);
        await using var server = await InProcessServer.StartAsync(
            stage, database, ["--Otlp:Endpoint=" + collector.Endpoint(protocol), "--Otlp:Protocol=" + protocol, "--Otlp:Period=00:00:01"], context.CancellationToken);
        await FleetApi.SignInAsync(stage, server, context.CancellationToken);

        await Until.TrueAsync("the fleet's gauges are there", () => Metric("sovereignfleet.conditions.firing") is not null, context.CancellationToken);
        Assert.AreEqual(("gauge", 0.0), (Metric("sovereignfleet.agents.connected")!.Kind, Metric("sovereignfleet.agents.connected")!.Value));
        await Until.TrueAsync(
            "what it served is counted", () => Metric("http.server.request.duration") is { Kind: "histogram", Unit: "s", Value: > 0 }, context.CancellationToken);
        Assert.IsTrue(collector.Points.Any(point => point.Scope == "Npgsql") && collector.Points.Any(point => point.Scope == "System.Runtime"));
        Assert.AreEqual("sovereignfleet-server", string.Join(' ', collector.Points.Select(point => point.Resource["service.name"]).Distinct()));

        await Until.TrueAsync(
            "the sign-in was traced", () => collector.Spans.Any(span => span.Attributes.GetValueOrDefault("http.request.method") == "POST"), context.CancellationToken);
        Assert.IsTrue(collector.Spans.All(span => span.TraceId.Length == 32 && span.Resource["service.name"] == "sovereignfleet-server"));
        Assert.IsFalse(collector.Spans.Any(span => span.Attributes.GetValueOrDefault("url.path") == "/readyz"), "Who watches is not traced.");
        Assert.IsFalse(collector.Spans.SelectMany(span => span.Attributes.Values).Any(value => value.Contains(server.FirstAdminPassword, StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Send_CollectorHangs_NobodyWaitsForIt()
    {
        collector.Mood = CollectorMood.Hangs;
        await collector.StartAsync(stage, context.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(context.CancellationToken);
        await using var server = await InProcessServer.StartAsync(
            stage, database, ["--Otlp:Endpoint=" + collector.Endpoint("grpc"), "--Otlp:Protocol=grpc", "--Otlp:Period=00:00:01"], context.CancellationToken);
        await Until.TrueAsync("it was asked", () => collector.Asked > 0, context.CancellationToken);

        await FleetApi.SignInAsync(stage, server, context.CancellationToken);
        Assert.AreEqual(200, (await server.ManagementAsync("/readyz", context.CancellationToken)).Status);
        StringAssert.Contains((await server.ManagementAsync("/metrics", context.CancellationToken)).Text, "sovereignfleet_agents_connected");
        collector.Mood = CollectorMood.Takes;
        await Until.TrueAsync("it takes what comes later", () => collector.Points.Count > 0 && collector.Spans.Count > 0, context.CancellationToken);
    }

    [TestMethod]
    public void Tell_SameAgain_IsToldOnce()
    {
        var log = new KeptLog<CollectorNews>();
        var news = new CollectorNews("traces", new Uri("http://fleet:s3cret@127.0.0.1:4318/v1/traces"), log);
        foreach (var took in new[] { true, false, false, true, true })
        {
            news.Tell(took);
        }

        Assert.AreEqual(
            "Warning: OpenTelemetry: http://127.0.0.1:4318/v1/traces takes no traces; check Otlp:Endpoint and Otlp:Protocol, it is tried again\n"
            + "Information: OpenTelemetry: http://127.0.0.1:4318/v1/traces takes traces again", string.Join('\n', log.Lines));
    }

    [TestMethod]
    [DataRow("--Otlp:Endpoint=collector:4318", "Otlp:Endpoint must be")]
    [DataRow("--Otlp:Endpoint=/v1", "Otlp:Endpoint must be")]
    [DataRow("--Otlp:Protocol=json", "Otlp:Protocol must be")]
    [DataRow("--Otlp:Period=00:00:00", "Otlp:Period must be")]
    public async Task Start_WrongSetting_NamesTheKey(string setting, string fault)
    {
        var refused = await Assert.ThrowsExactlyAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => InProcessServer.BeginAsync(stage, "Host=127.0.0.1;Port=1", [setting], context.CancellationToken));

        StringAssert.Contains(refused.Message, fault);
    }

    private OtlpPoint? Metric(string name) => collector.Points.FirstOrDefault(point => point.Metric == name);
}
