using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Ingest;
using SovereignFleet.Server.Telemetry;

namespace SovereignFleet.Tests.Server.Ingest;

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
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var minute = GpuMinute.StartOf(TimeProvider.System.GetUtcNow());
        stream.Send(IngestScene.Frame(1, minute, 50), IngestScene.Frame(2, minute.AddSeconds(1), 52));
        await HandledAsync(stream, 100);

        CollectionAssert.AreEqual(new[] { 50, 52, double.NaN }, await TemperaturesAsync(scene, scene.Streams, minute, 3));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Read_OnAnotherReplica_HasTheLastSecond()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var minute = GpuMinute.StartOf(TimeProvider.System.GetUtcNow());
        stream.Send(IngestScene.Inventory(1, minute));
        stream.Send(IngestScene.Frame(2, minute, 50), IngestScene.Frame(3, minute.AddSeconds(1), 52));
        await HandledAsync(stream, 100);
        var ready = new DatabaseReady();
        using var writer = new PulseWriter(scene.Pulses, scene.Database.DataSource, ready, TimeProvider.System, NullLogger<PulseWriter>.Instance);
        await writer.WriteAsync(scene.Pulses.Take(), Token);

        CollectionAssert.AreEqual(new[] { double.NaN, 52, double.NaN }, await TemperaturesAsync(scene, new LiveStreams(), minute, 3));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Read_ASecondThatIsStoredAndOpen_CountsOnce()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var minute = GpuMinute.StartOf(TimeProvider.System.GetUtcNow());
        var stored = new GpuMinute();
        stored.Set(0, new GpuReading { Uuid = IngestScene.GpuUuid, TemperatureC = 50 });
        stored.Set(1, new GpuReading { Uuid = IngestScene.GpuUuid, TemperatureC = 60 });
        await StoreAsync(scene, new GpuBlock(scene.Host.Id, IngestScene.GpuUuid, minute, stored));
        stream.Send(IngestScene.Frame(1, minute.AddSeconds(1), 60), IngestScene.Frame(2, minute.AddSeconds(2), 70));
        await HandledAsync(stream, 100);

        // One bucket of three seconds: a second that counted twice would move the mean.
        var open = await new UnstoredMinutes(scene.Streams, scene.Database.Contexts).ReadAsync(IngestScene.GpuUuid, Token);
        var bucket = await new TelemetryRanges(scene.Database.DataSource)
            .ReadAsync(IngestScene.GpuUuid, MetricIndex.Named("temperature_c")!, minute, minute.AddSeconds(3), 1, open, Token);
        Assert.AreEqual((50, 60, 70), (bucket.Single().Min, bucket.Single().Mean, bucket.Single().Max));
    }

    private async Task<double[]> TemperaturesAsync(IngestScene scene, LiveStreams streams, DateTimeOffset from, int seconds)
    {
        var open = await new UnstoredMinutes(streams, scene.Database.Contexts).ReadAsync(IngestScene.GpuUuid, Token);
        var points = await new TelemetryRanges(scene.Database.DataSource)
            .ReadAsync(IngestScene.GpuUuid, MetricIndex.Named("temperature_c")!, from, from.AddSeconds(seconds), seconds, open, Token);
        return [.. points.Select(point => point.Mean)];
    }

    private Task StoreAsync(IngestScene scene, GpuBlock block)
    {
        var partitions = new Partitions(scene.Database.DataSource, Options.Create(new TelemetryOptions()), TimeProvider.System);
        return new BlockStore(scene.Database.DataSource, partitions, NullLogger<BlockStore>.Instance).StoreAsync([block], Token);
    }

    // An Event is acknowledged before the Frames of its batch are taken, and the next one after them.
    private static async Task HandledAsync(OpenStream stream, ulong sequence)
    {
        for (var more = sequence; more < sequence + 2; more++)
        {
            stream.Send(IngestScene.Xid(more, 13, TimeProvider.System.GetUtcNow()));
            await stream.AcknowledgedAsync(more);
        }
    }
}
