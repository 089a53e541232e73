using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto.Metrics;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Telemetry.Ranges;
using SovereignFleet.Server.Telemetry.Storage;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>A chart ends at the last second that was read, not at the last minute that was stored.</summary>
[TestClass]
public sealed class UnstoredMinutesTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Read_OnTheReplicaThatHoldsTheStream_HasEachSecondOfTheOpenMinute()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var minute = GpuMinute.StartOf(TimeProvider.System.GetUtcNow());
        stream.Send(LinkScene.Frame(1, minute, 50), LinkScene.Frame(2, minute.AddSeconds(1), 52));
        await HandledAsync(stream, 100);

        CollectionAssert.AreEqual(new[] { 50, 52, double.NaN }, await TemperaturesAsync(scene, scene.Streams, minute, 3));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Read_OnAnotherReplica_HasTheLastSecond()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var minute = GpuMinute.StartOf(TimeProvider.System.GetUtcNow());
        // By the Host's clock it is the minute's beginning.
        await using var stream = new OpenStream(scene, new Hello { AgentVersion = "test", Now = Timestamp.FromDateTimeOffset(minute.AddSeconds(-1)) }, Token);
        stream.Send(LinkScene.Inventory(1, minute));
        stream.Send(LinkScene.Frame(2, minute, 50), LinkScene.Frame(3, minute.AddSeconds(1), 52));
        await HandledAsync(stream, 100);
        var ready = new DatabaseReady();
        using var writer = new HeartbeatWriter(scene.Heartbeats, Hears.Always(), scene.Database.DataSource, ready, TimeProvider.System, NullLogger<HeartbeatWriter>.Instance);
        await writer.WriteAsync(scene.Heartbeats.Take(), Token);

        CollectionAssert.AreEqual(new[] { double.NaN, 52, double.NaN }, await TemperaturesAsync(scene, new LiveStreams(), minute, 3));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Read_ASecondThatIsStoredAndOpen_CountsOnce()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var minute = GpuMinute.StartOf(TimeProvider.System.GetUtcNow());
        var stored = new GpuMinute();
        stored.Set(0, new GpuReading { Uuid = LinkScene.GpuUuid, TemperatureC = 50 });
        stored.Set(1, new GpuReading { Uuid = LinkScene.GpuUuid, TemperatureC = 60 });
        await StoreAsync(scene, new GpuBlock(scene.Host.Id, LinkScene.GpuUuid, minute, stored));
        stream.Send(LinkScene.Frame(1, minute.AddSeconds(1), 60), LinkScene.Frame(2, minute.AddSeconds(2), 70));
        await HandledAsync(stream, 100);

        // One bucket of three seconds: a second that counted twice would move the mean.
        var open = await new UnstoredMinutes(scene.Streams, scene.Database.Contexts).ReadAsync(new HostGpu(scene.Host.Id, LinkScene.GpuUuid), Token);
        var bucket = await new TelemetryRanges(scene.Database.DataSource)
            .ReadAsync(new HostGpu(scene.Host.Id, LinkScene.GpuUuid), MetricIndex.Named("temperature_c")!, minute, minute.AddSeconds(3), 1, open, Token);
        Assert.AreEqual((50, 60, 70), (bucket.Single().Min, bucket.Single().Mean, bucket.Single().Max));
    }

    private async Task<double[]> TemperaturesAsync(LinkScene scene, LiveStreams streams, DateTimeOffset from, int seconds)
    {
        var open = await new UnstoredMinutes(streams, scene.Database.Contexts).ReadAsync(new HostGpu(scene.Host.Id, LinkScene.GpuUuid), Token);
        var points = await new TelemetryRanges(scene.Database.DataSource)
            .ReadAsync(new HostGpu(scene.Host.Id, LinkScene.GpuUuid), MetricIndex.Named("temperature_c")!, from, from.AddSeconds(seconds), seconds, open, Token);
        return [.. points.Select(point => point.Mean)];
    }

    private Task StoreAsync(LinkScene scene, GpuBlock block)
    {
        var partitions = new Partitions(scene.Database.DataSource, Options.Create(new TelemetryOptions()), TimeProvider.System);
        return new BlockStore(scene.Database.DataSource, partitions, NullLogger<BlockStore>.Instance).StoreAsync([block], Token);
    }

    // An Event is acknowledged before the Frames of its batch are taken, and the next one after them.
    private static async Task HandledAsync(OpenStream stream, ulong sequence)
    {
        for (var more = sequence; more < sequence + 2; more++)
        {
            stream.Send(LinkScene.Xid(more, 13, TimeProvider.System.GetUtcNow()));
            await stream.AcknowledgedAsync(more);
        }
    }
}
