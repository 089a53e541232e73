using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Retention;
using SovereignFleet.Server.Windows;
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

    /// <summary>Of a Site's last Window the row stays: without it planned work would begin at any hour.</summary>
    [TestMethod]
    public async Task Run_WindowsAndBlackoutsThatAreLongOver_AreRemovedButASitesLastWindow()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        db.AddRange(Site("one"), Site("two"));
        db.AddRange(
            Window("one", "over", 91), Window("one", "over lately", 89), Window("one", "weekly", 400, "FREQ=WEEKLY"), Window("one", "deleted", 1, retired: 91),
            Window("two", "the last", 91), Window("two", "older", 200));
        db.AddRange(Blackout("over", 91), Blackout("over lately", 89));
        await db.SaveChangesAsync(Token);

        await new RetentionJob(database.Contexts, Options.Create(new RetentionOptions()), new FakeTimeProvider(Now)).RunAsync(Token);

        Assert.AreEqual("over lately, the last, weekly", string.Join(", ", (await db.MaintenanceWindows.IgnoreQueryFilters().Select(window => window.Name).ToListAsync(Token)).Order()));
        Assert.AreEqual("over lately", (await db.Blackouts.AsNoTracking().SingleAsync(Token)).Name);
    }

    private static Site Site(string id) => new() { Id = id, Name = id, Jurisdiction = "CA", TimeZone = "America/Toronto" };

    private static MaintenanceWindow Window(string site, string name, int days, string? rule = null, int? retired = null) => new()
    {
        SiteId = site,
        Name = name,
        FirstStart = DateTime.SpecifyKind(Now.AddDays(-days).DateTime, DateTimeKind.Unspecified),
        Rule = rule,
        Duration = TimeSpan.FromHours(1),
        ChangedAt = Now.AddDays(-days - 1),
        RetiredAt = retired is { } ago ? Now.AddDays(-ago) : null,
    };

    private static Blackout Blackout(string name, int days) =>
        new() { Id = Guid.NewGuid(), Name = name, StartsAt = Now.AddDays(-days - 1), EndsAt = Now.AddDays(-days) };

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
