using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Retention;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Retention;

[TestClass]
public sealed class RetentionJobTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Run_RemovesWhatIsPastItsTimeAndNothingThatIsOwed()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        db.AddRange(
            Message("delivered long ago", delivered: 91), Message("delivered lately", delivered: 89), Message("owed for a year"),
            Message("rejected long ago", rejected: 91), Event(1, 401), Event(2, 399));
        db.Add(new JournalEntry { At = Now.AddDays(-2000), Actor = "system", Kind = JournalKinds.DrainMoved, Summary = "An old one." });
        await db.SaveChangesAsync(Token);

        await new RetentionJob(database.Contexts, Options.Create(new RetentionOptions()), new FakeTimeProvider(Now)).RunAsync(Token);

        Assert.AreEqual(
            "delivered lately, owed for a year",
            string.Join(", ", await db.OutboxMessages.OrderBy(message => message.Key).Select(message => message.Key).ToListAsync(Token)));
        Assert.AreEqual(2, (await db.Events.AsNoTracking().SingleAsync(Token)).Sequence);
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(Token));
    }

    private static OutboxMessage Message(string key, int? delivered = null, int? rejected = null) => new()
    {
        Topic = "ticket",
        Key = key,
        Payload = "",
        CreatedAt = Now.AddDays(-365),
        DeliveredAt = delivered is { } days ? Now.AddDays(-days) : null,
        RejectedAt = rejected is { } ago ? Now.AddDays(-ago) : null,
    };

    private static StoredEvent Event(long sequence, int age) => new()
    {
        HostId = Guid.NewGuid(),
        SpoolId = "s",
        Sequence = sequence,
        At = Now.AddDays(-age),
        ReceivedAt = Now.AddDays(-age),
        Kind = "xid",
        Source = "kernel-log",
        Text = "",
    };
}
