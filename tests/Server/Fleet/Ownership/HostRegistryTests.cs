using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Fleet.Ownership;

[TestClass]
public sealed class HostRegistryTests(TestContext test)
{
    private static readonly Guid HostId = Guid.NewGuid();
    private static readonly Guid OwnerId = Guid.NewGuid();

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

    /// <summary>The board is known by its serial: under another UUID it goes on with its life.</summary>
    [TestMethod]
    public async Task RecordAsync_TheSameSerialUnderAnotherUuid_IsTheSameBoard()
    {
        await using var database = await WithHostAsync();
        await RecordAsync(database, Gpu("GPU-b", slot: 2));
        await using var db = database.Contexts.CreateDbContext();
        var installed = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await db.Gpus.ExecuteUpdateAsync(set => set.SetProperty(gpu => gpu.InstalledAt, installed), test.CancellationToken);
        var renamed = Gpu("GPU-c", slot: 2);
        renamed.Serial = "S-GPU-b";

        await RecordAsync(database, renamed);

        Assert.AreEqual(installed, (await GpusAsync(database)).Single(gpu => gpu.Uuid == "GPU-c").InstalledAt);
        Assert.IsTrue(await db.JournalEntries.AnyAsync(entry => entry.Summary.Contains("is named GPU-c now; it is the same board, serial S-GPU-b"), test.CancellationToken));
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

    [TestMethod]
    // When its owner was heard last, what the owner's own Inventory names, whether another GPU stands in its place there, and whether it comes over.
    [DataRow(1, "GPU-x", false, false)]
    [DataRow(30, "GPU-x", false, false)]
    [DataRow(61, "GPU-x", false, true)]
    [DataRow(null, "GPU-x", false, true)]
    [DataRow(1, "GPU-y", false, true)]
    [DataRow(1, "", false, true)]
    [DataRow(1, "GPU-x", true, true)]
    [DataRow(1, null, false, false)]
    [DataRow(1, "no driver", false, false)]
    public async Task RecordAsync_GpuOfAnotherHost_ComesOverWhereThatOneCannotHaveIt(int? heardSecondsAgo, string? names, bool removed, bool comes)
    {
        await using var database = await WithHostAsync();
        await DeclareOwnerAsync(database, heardSecondsAgo, names, removed);

        var settled = await RecordAsync(database, Gpu("gpu-X", slot: 1), Gpu("GPU-own", slot: 2));

        var gpu = (await GpusAsync(database)).Single(row => row.Uuid == "GPU-x");
        Assert.AreEqual(comes ? (HostId, "S-gpu-X") : (OwnerId, "of its owner"), (gpu.HostId, gpu.Serial));
        Assert.AreEqual(comes ? "" : "GPU-x of gpu-2", string.Join(", ", settled.Waiting.Select(claim => $"{claim.Uuid} of {claim.Owner}")));
        Assert.AreSequenceEqual(comes ? ["GPU-own", "GPU-x"] : ["GPU-own"], settled.Own.Select(info => info.Uuid).Order(StringComparer.Ordinal));
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(comes, await db.JournalEntries.AnyAsync(entry => entry.GpuUuid == "GPU-x" && entry.Summary.Contains("it was in gpu-2"), test.CancellationToken));
    }

    [TestMethod]
    public async Task SettleAsync_WhenTheOwnerFellSilentSince_BringsTheGpuOver()
    {
        await using var database = await WithHostAsync();
        await DeclareOwnerAsync(database, 1, "GPU-x", removed: false);
        await RecordAsync(database, Gpu("GPU-x", slot: 1));
        await using var db = database.Contexts.CreateDbContext();
        Assert.HasCount(1, (await Registry().SettleAsync(HostId, db, test.CancellationToken))!.Waiting);

        await db.Heartbeats.ExecuteUpdateAsync(set => set.SetProperty(row => row.HeardAt, TimeProvider.System.GetUtcNow().AddSeconds(-61)), test.CancellationToken);
        await using var later = database.Contexts.CreateDbContext();

        Assert.IsEmpty((await Registry().SettleAsync(HostId, later, test.CancellationToken))!.Waiting);
        Assert.AreEqual(HostId, (await GpusAsync(database)).Single().HostId);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task RecordAsync_OfTwoHostsThatNameOneGpuAtOnce_GivesItToOneAndTellsTheOther()
    {
        await using var database = await WithHostAsync();
        await DeclareOwnerAsync(database, 1, "GPU-own", removed: true);
        await using var first = database.Contexts.CreateDbContext();
        await using var second = database.Contexts.CreateDbContext();
        await using var open = await first.Database.BeginTransactionAsync(test.CancellationToken);
        await first.Heartbeats.AddAsync(new HostHeartbeat { HostId = HostId, HeardAt = TimeProvider.System.GetUtcNow() }, test.CancellationToken);
        await Registry().RecordAsync(HostId, new Inventory { Gpus = { Gpu("GPU-x", slot: 1) } }, first, test.CancellationToken);

        var waits = Registry().RecordAsync(OwnerId, new Inventory { Gpus = { Gpu("GPU-x", slot: 1) } }, second, test.CancellationToken);
        await Task.Delay(200, test.CancellationToken);
        Assert.IsFalse(waits.IsCompleted, "it waits for the other's transaction");
        await open.CommitAsync(test.CancellationToken);

        Assert.AreEqual("gpu-1", (await waits).Waiting.Single().Owner);
        Assert.AreEqual(HostId, (await GpusAsync(database)).Single().HostId);
    }

    private static HostRegistry Registry() => new(TimeProvider.System, Hears.Always(), new AgentJournal(TimeProvider.System));

    private async Task DeclareOwnerAsync(TestDatabase database, int? heardSecondsAgo, string? names, bool removed)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = database.Contexts.CreateDbContext();
        var inventory = names switch
        {
            null => null,
            "no driver" => new Inventory { GpuReason = "no driver" },
            "" => new Inventory(),
            _ => new Inventory { Gpus = { new GpuInfo { Uuid = names } } },
        };
        db.Add(new Host { Id = OwnerId, Name = "gpu-2", SiteId = "yul1", Inventory = inventory?.ToByteArray() });
        if (heardSecondsAgo is { } ago)
        {
            db.Add(new HostHeartbeat { HostId = OwnerId, HeardAt = now.AddSeconds(-ago) });
        }

        db.Add(new Gpu { Uuid = "GPU-x", HostId = OwnerId, Serial = "of its owner", InstalledAt = now.AddDays(-1), RemovedAt = removed ? now : null });
        await db.SaveChangesAsync(test.CancellationToken);
    }

    private static GpuInfo Gpu(string uuid, uint slot) => new() { Uuid = uuid, Name = "H100", Serial = "S-" + uuid, PciAddress = $"00000000:0{slot}:00.0", Slot = slot };

    private async Task<SettledInventory> RecordAsync(TestDatabase database, params GpuInfo[] gpus)
    {
        await using var db = database.Contexts.CreateDbContext();
        var inventory = new Inventory { Host = new HostInfo { BootId = "boot-1", AgentVersion = "0.1.0" }, Gpus = { gpus } };
        return await Registry().RecordAsync(HostId, inventory, db, test.CancellationToken);
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
