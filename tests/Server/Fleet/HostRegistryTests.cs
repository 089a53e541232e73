using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Fleet;

[TestClass]
public sealed class HostRegistryTests(TestContext test)
{
    private static readonly Guid HostId = Guid.NewGuid();

    [TestMethod]
    public async Task RecordAsync_FirstInventory_AddsTheGpus()
    {
        await using var database = await WithHostAsync();
        await RecordAsync(database, Gpu("GPU-a", slot: 1), Gpu("GPU-b", slot: 2));
        var gpus = await GpusAsync(database);
        Assert.AreSequenceEqual(["GPU-a", "GPU-b"], gpus.Select(gpu => gpu.Uuid));
        Assert.AreEqual("boot-1", (await HostAsync(database)).BootId);
    }

    [TestMethod]
    public async Task RecordAsync_OtherGpuInTheSlot_TheOldOneWasReplaced()
    {
        await using var database = await WithHostAsync();
        await RecordAsync(database, Gpu("GPU-a", slot: 1), Gpu("GPU-b", slot: 2));
        await RecordAsync(database, Gpu("GPU-a", slot: 1), Gpu("GPU-c", slot: 2));
        var gpus = await GpusAsync(database);
        Assert.IsNotNull(gpus.Single(gpu => gpu.Uuid == "GPU-b").RemovedAt);
        Assert.IsNull(gpus.Single(gpu => gpu.Uuid == "GPU-c").RemovedAt);
        await using var db = database.Contexts.CreateDbContext();
        Assert.IsTrue(await db.JournalEntries.AnyAsync(
            entry => entry.Kind == JournalKinds.InventoryChanged && entry.GpuUuid == "GPU-b" && entry.Summary.Contains("replaced by GPU-c"), test.CancellationToken));
    }

    [TestMethod]
    public async Task RecordAsync_GpuOnlyMissing_StaysBecauseItMayBeDead()
    {
        await using var database = await WithHostAsync();
        await RecordAsync(database, Gpu("GPU-a", slot: 1), Gpu("GPU-b", slot: 2));
        await RecordAsync(database, Gpu("GPU-a", slot: 1));
        Assert.IsNull((await GpusAsync(database)).Single(gpu => gpu.Uuid == "GPU-b").RemovedAt);
    }

    [TestMethod]
    public async Task RecordAsync_SameAgain_WritesNoJournal()
    {
        await using var database = await WithHostAsync();
        await RecordAsync(database, Gpu("GPU-a", slot: 1));
        await RecordAsync(database, Gpu("GPU-a", slot: 1));
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(test.CancellationToken));
    }

    private static GpuInfo Gpu(string uuid, uint slot) => new() { Uuid = uuid, Name = "H100", Serial = "S-" + uuid, PciAddress = $"00000000:0{slot}:00.0", Slot = slot };

    private async Task RecordAsync(TestDatabase database, params GpuInfo[] gpus)
    {
        await using var db = database.Contexts.CreateDbContext();
        var inventory = new Inventory { Host = new HostInfo { BootId = "boot-1", AgentVersion = "0.1.0" }, Gpus = { gpus } };
        await new HostRegistry(TimeProvider.System).RecordAsync(HostId, inventory, db, test.CancellationToken);
    }

    private async Task<TestDatabase> WithHostAsync()
    {
        var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await using var db = database.Contexts.CreateDbContext();
        db.Add(new Site { Id = "yul1", Name = "yul1", Jurisdiction = "CA", TimeZone = "UTC" });
        db.Add(new Host { Id = HostId, Name = "gpu-1", SiteId = "yul1" });
        await db.SaveChangesAsync(test.CancellationToken);
        return database;
    }

    private async Task<List<Gpu>> GpusAsync(TestDatabase database)
    {
        await using var db = database.Contexts.CreateDbContext();
        return await db.Gpus.OrderBy(gpu => gpu.Uuid).ToListAsync(test.CancellationToken);
    }

    private async Task<Host> HostAsync(TestDatabase database)
    {
        await using var db = database.Contexts.CreateDbContext();
        return await db.Hosts.SingleAsync(test.CancellationToken);
    }
}
