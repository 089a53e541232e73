using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Api;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Ingest;
using SovereignFleet.Tests.Server.Ingest;

namespace SovereignFleet.Tests.Server.Api;

[TestClass]
public sealed class FleetViewTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Snapshot_OfAHostNeverHeard_IsUnknown()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        using var snapshots = new FleetSnapshots(scene.Database.Contexts, TimeProvider.System);

        var host = (await snapshots.GetAsync(Token)).Snapshot.Hosts.Single();

        Assert.AreEqual(SovereignFleet.Proto.Fleet.Health.Unknown, host.Health);
        Assert.IsNull(host.LastHeard);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Detail_OfAHostWithAFatalXid_SaysActAndShowsTheReading()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        stream.Send(IngestScene.Inventory(1, now), IngestScene.Frame(2, now, 61));
        stream.Send(IngestScene.Xid(3, 79, now));
        await stream.AcknowledgedAsync(3);
        var ready = new DatabaseReady();
        ready.Set();
        using var writer = new PulseWriter(scene.Pulses, scene.Database.DataSource, ready, TimeProvider.System, NullLogger<PulseWriter>.Instance);
        while (!await HasPulseAsync(scene))
            await writer.WriteAsync(scene.Pulses.Take(), Token);

        using var snapshots = new FleetSnapshots(scene.Database.Contexts, TimeProvider.System);
        var detail = await new HostDetailReader(snapshots, scene.Database.Contexts).ReadAsync("gpu-yul1-01", Token);

        Assert.IsNotNull(detail);
        Assert.AreEqual(SovereignFleet.Proto.Fleet.Health.Act, detail.Host.Health);
        Assert.AreEqual(61, detail.Host.Gpus.Single().TemperatureC);
        Assert.AreEqual("xid-79", detail.Conditions.Single().Code);
        Assert.AreEqual(3U, detail.Conditions.Single().GpuIndex);
        Assert.AreEqual("NVIDIA H100", detail.Host.Gpus.Single().Model);
        Assert.IsTrue(detail.Journal.Any(entry => entry.Kind == "condition.fired"));
    }

    private async Task<bool> HasPulseAsync(IngestScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Set<SovereignFleet.Server.Fleet.HostPulse>().AnyAsync(Token);
    }
}
