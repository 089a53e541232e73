using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto.Metrics;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Overview.Charts;
using SovereignFleet.Server.Prediction.History;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Telemetry.Ranges;
using SovereignFleet.Server.Telemetry.Storage;
using SovereignFleet.Tests.Server.Link;

namespace SovereignFleet.Tests.Server.Overview.Charts;

/// <summary>A GPU that stands in another Host now: what it said in the former one is that one's.</summary>
[TestClass]
public sealed class MovedGpuTests
{
    private const string Former = "gpu-fra1-01";

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Chart_OfAGpuThatMoved_IsOfTheHostThatHasItUnlessTheFormerOneIsNamed()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var former = await scene.DeclareAsync(Former, "fra1", null, null, Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Gpu { Uuid = LinkScene.GpuUuid, HostId = scene.Host.Id });
            await db.SaveChangesAsync(Token);
        }

        var minute = GpuMinute.StartOf(TimeProvider.System.GetUtcNow());
        await StoreAsync(scene, former, minute, 199);
        await StoreAsync(scene, scene.Host.Id, minute.AddMinutes(1), 40);
        var gpus = new ChartedGpus(scene.Database.Contexts);

        Assert.AreEqual("NaN 40", await ReadAsync(scene, await gpus.FindAsync(LinkScene.GpuUuid.ToUpperInvariant(), "", SiteScope.All, Token), minute));
        Assert.AreEqual("199 NaN", await ReadAsync(scene, await gpus.FindAsync(LinkScene.GpuUuid, Former, SiteScope.All, Token), minute));
        Assert.IsNull(await gpus.FindAsync(LinkScene.GpuUuid, "nobody", SiteScope.All, Token));
        Assert.IsNull(await gpus.FindAsync("GPU-of-nobody", "", SiteScope.All, Token));
    }

    [TestMethod]
    public async Task RiskEvents_OfAGpuThatTwoHostsToldOf_AreEachHostsOwn()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var former = await scene.DeclareAsync(Former, "fra1", null, null, Token);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        db.AddRange(Enumerable.Range(1, 3).Select(number => new StoredEvent
        {
            HostId = former,
            SpoolId = LinkScene.Spool,
            Sequence = number,
            At = now.AddHours(-number),
            ReceivedAt = now,
            Kind = EventKinds.Xid,
            GpuUuid = LinkScene.GpuUuid,
            Code = 79,
            Count = 1,
            Source = "kernel-log",
            Text = "",
        }));
        await db.SaveChangesAsync(Token);

        var events = await RiskEvents.ReadAsync(db, [EventKinds.Xid], now.AddDays(-1), Token);

        Assert.AreEqual((0, 3), (events[new HostGpu(scene.Host.Id, LinkScene.GpuUuid)].Count(), events[new HostGpu(former, LinkScene.GpuUuid)].Count()));
    }

    private Task StoreAsync(LinkScene scene, Guid hostId, DateTimeOffset minute, long temperature)
    {
        var content = new GpuMinute();
        content.Set(0, new GpuReading { Uuid = LinkScene.GpuUuid, TemperatureC = temperature });
        var partitions = new Partitions(scene.Database.DataSource, Options.Create(new TelemetryOptions()), TimeProvider.System);
        return new BlockStore(scene.Database.DataSource, partitions, NullLogger<BlockStore>.Instance).StoreAsync([new GpuBlock(hostId, LinkScene.GpuUuid, minute, content)], Token);
    }

    private async Task<string> ReadAsync(LinkScene scene, HostGpu? gpu, DateTimeOffset minute)
    {
        var points = await new TelemetryRanges(scene.Database.DataSource).ReadAsync(gpu!.Value, MetricIndex.Named("temperature_c")!, minute, minute.AddMinutes(2), 2, [], Token);
        return string.Join(' ', points.Select(point => point.Mean));
    }
}
