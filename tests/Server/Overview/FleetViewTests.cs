using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Overview;
using SovereignFleet.Tests.Server.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Overview;

[TestClass]
public sealed class FleetViewTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Snapshot_OfAHostNeverHeard_IsUnknown()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        using var snapshots = new FleetSnapshots(scene.Database.Contexts, Hears.Always(), TimeProvider.System);

        var host = (await snapshots.GetAsync(Token)).Snapshot.Hosts.Single();

        Assert.AreEqual(SovereignFleet.Proto.Fleet.Health.Unknown, host.Health);
        Assert.IsNull(host.LastHeard);
        Assert.AreEqual(SovereignFleet.Proto.Fleet.Liveness.NeverHeard, host.Liveness);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Detail_OfAHostWithAFatalXid_SaysActAndShowsTheReading()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        stream.Send(LinkScene.Inventory(1, now), LinkScene.Frame(2, now, 61));
        stream.Send(LinkScene.Xid(3, 79, now));
        await stream.AcknowledgedAsync(3);
        var ready = new DatabaseReady();
        ready.Set();
        using var writer = new HeartbeatWriter(scene.Heartbeats, Hears.Always(), scene.Database.DataSource, ready, TimeProvider.System, NullLogger<HeartbeatWriter>.Instance);
        while (!await HasHeartbeatAsync(scene))
        {
            await writer.WriteAsync(scene.Heartbeats.Take(), Token);
        }

        using var snapshots = new FleetSnapshots(scene.Database.Contexts, Hears.Always(), TimeProvider.System);
        var detail = await new HostDetailReader(snapshots, scene.Database.Contexts).ReadAsync("gpu-yul1-01", Token);

        Assert.IsNotNull(detail);
        Assert.AreEqual(SovereignFleet.Proto.Fleet.Health.Act, detail.Host.Health);
        Assert.AreEqual(61, detail.Host.Gpus.Single().TemperatureC);
        Assert.AreEqual("xid-79", detail.Conditions.Single().Code);
        Assert.AreEqual(3U, detail.Conditions.Single().GpuIndex);
        Assert.AreEqual("NVIDIA H100", detail.Host.Gpus.Single().Model);
        Assert.IsTrue(detail.Journal.Any(entry => entry.Kind == "condition.fired"));
    }

    private async Task<bool> HasHeartbeatAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Heartbeats.AnyAsync(Token);
    }
}
