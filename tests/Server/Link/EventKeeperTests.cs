using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>An agent's Events have a share of the table: what is over it is folded, and no count is lost.</summary>
[TestClass]
public sealed class EventKeeperTests
{
    private const string Spool = "5f0c6a1e-0000-4000-8000-000000000001";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly HostIdentity host = new(Guid.NewGuid(), "gpu-yul1-01", "yul1");
    private long sequence;

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Store_AStormOverTheShare_IsFoldedWithItsCountAndStillToldToTheJudges()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var keeper = new EventKeeper(new EventShare(time), new AgentJournal(time), time);
        await StoreAsync(database, keeper, Storm(EventShare.AtOnce, 31, "GPU-a"));

        var told = await StoreAsync(database, keeper, [.. Storm(100, 31, "GPU-a"), .. Storm(1, 79, "GPU-b"), .. Storm(20, 31, "GPU-c")]);
        await StoreAsync(database, keeper, Storm(100, 31, "GPU-a"));

        Assert.AreEqual("31 GPU-a x100, 79 GPU-b x1, 31 GPU-c x20", string.Join(", ", told.Select(seen => $"{seen.Code} {seen.GpuUuid} x{seen.Count}")));
        Assert.IsTrue(told.All(seen => seen.IsFolded));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(EventShare.AtOnce + 3, await db.Events.CountAsync(Token));
        Assert.AreEqual(EventShare.AtOnce + 200 + 1 + 20, await db.Events.SumAsync(row => row.Count, Token), "no count is lost");

        time.Advance(EventShare.OneMoreEach);
        Assert.IsFalse((await StoreAsync(database, keeper, Storm(1, 94, "GPU-a"))).Single().IsFolded, "there is room again");
        time.Advance(TimeSpan.FromHours(1));
        await StoreAsync(database, keeper, Storm(EventShare.AtOnce, 31, "GPU-a"));
        Assert.IsGreaterThan(EventShare.AtOnce + 5, await db.Events.CountAsync(Token), "each hour has rows of its own");
    }

    [TestMethod]
    public async Task Store_OverTheShareWhatHasItsRowAlready_IsNotCountedAgain()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var keeper = new EventKeeper(new EventShare(time), new AgentJournal(time), time);
        var first = Storm(EventShare.AtOnce, 31, "GPU-a");
        await StoreAsync(database, keeper, first);

        Assert.IsEmpty(await StoreAsync(database, keeper, first[..500]));

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(EventShare.AtOnce, await db.Events.SumAsync(row => row.Count, Token));
    }

    [TestMethod]
    public async Task Store_OfEverMoreKinds_HasABoundAndIsCounted()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var journal = new AgentJournal(time);
        var keeper = new EventKeeper(new EventShare(time), journal, time);
        await StoreAsync(database, keeper, Storm(EventShare.AtOnce, 31, "GPU-a"));

        await StoreAsync(database, keeper, [.. Enumerable.Range(1000, EventShare.MostThings + 44).SelectMany(code => Storm(1, code, "GPU-a"))]);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(EventShare.AtOnce + EventShare.MostThings, await db.Events.CountAsync(Token));
        Assert.AreEqual(44, journal.TakeCounted(host.Id)!.Values.Sum());
    }

    private async Task<IReadOnlyList<StoredEvent>> StoreAsync(TestDatabase database, EventKeeper keeper, StoredEvent[] events)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        var told = await keeper.StoreAsync(db, host, events, Token);
        await transaction.CommitAsync(Token);
        return told;
    }

    private StoredEvent[] Storm(int count, int code, string gpu) => [.. Enumerable.Range(0, count).Select(_ => new StoredEvent
    {
        HostId = host.Id,
        SpoolId = Spool,
        Sequence = ++sequence,
        At = time.GetUtcNow().AddMilliseconds(sequence),
        ReceivedAt = time.GetUtcNow(),
        Kind = EventKinds.Xid,
        GpuUuid = gpu,
        Code = code,
        Count = 1,
        Source = "kernel-log",
        Text = "NVRM: Xid",
    })];
}
