using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Overview;

/// <summary>A second that an agent has just read is in the chart.</summary>
[TestClass]
[DoNotParallelize] // Meters are the process's: another server's in it would be told along with this one's.
public sealed class LiveTelemetryTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task GetTelemetry_OfTheOpenMinute_HasTheLastSecond()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var admin = await scene.AsAdministratorAsync(Token);
        var token = await admin.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = scene.Here.Name }, admin.With(Token));
        using var agent = new RawAgent(scene.Server);
        await agent.EnrollAsync(token.Token, scene.Here.Name, Token);
        using var channel = agent.Channel();
        var now = TimeProvider.System.GetUtcNow();
        using var call = await RawAgent.ConnectAsync(channel, agent.Hello(now), Token);
        await call.RequestStream.WriteAsync(new ConnectRequest { SpoolId = agent.SpoolId, Sequence = 1, Frame = Frame(now) }, Token);

        var vera = await scene.AsAsync(ApiScene.Viewer, Token);
        var request = new GetTelemetryRequest
        {
            GpuUuid = ApiScene.GpuUuid,
            Metric = "temperature_c",
            From = Timestamp.FromDateTimeOffset(now.AddMinutes(-1)),
            To = Timestamp.FromDateTimeOffset(now.AddSeconds(2)),
        };
        var series = await Until.Async(
            "the second is there",
            async stop => await vera.Fleet.GetTelemetryAsync(request, vera.With(stop)),
            found => found.Mean.Any(value => !double.IsNaN(value)),
            Token);

        var known = series.Mean.Select((value, index) => (Second: series.Seconds[index], value)).Single(point => !double.IsNaN(point.value));
        Assert.AreEqual((now.ToUnixTimeSeconds(), 61), ((long)known.Second, known.value));
        await Until.Async(
            "one agent is connected",
            async stop => (await scene.Server.ManagementAsync("/metrics", stop)).Text,
            text => text.Split('\n').Any(line => line.StartsWith("sovereignfleet_agents_connected{", StringComparison.Ordinal) && line.Contains("} 1", StringComparison.Ordinal)),
            Token);
    }

    private static Frame Frame(DateTimeOffset at) => new()
    {
        At = Timestamp.FromDateTimeOffset(at),
        Gpus = { new GpuReading { Uuid = ApiScene.GpuUuid, State = GpuReading.Types.State.Present, TemperatureC = 61 } },
    };
}
