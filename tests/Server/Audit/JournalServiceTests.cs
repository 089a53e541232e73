using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Server.Api;
using JournalRow = SovereignFleet.Server.Journal.JournalEntry;

namespace SovereignFleet.Tests.Server.Audit;

/// <summary>Reading the audit log narrowed, over real gRPC and a real database.</summary>
[TestClass]
public sealed class JournalServiceTests
{
    // Older than whatever the server under test writes by itself.
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task List_Narrowed_HasWhatFitsAndNothingElse()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.AddRange(
                Row(0, JournalKinds.DrainMoved, "a", scene.Here.Id, null),
                Row(1, JournalKinds.DrainEffect, "b", scene.There.Id, null),
                Row(2, JournalKinds.ConditionFired, "c", scene.Here.Id, null),
                Row(3, JournalKinds.FleetDeclared, "d", null, "yul1"));
            await db.SaveChangesAsync(Token);
        }

        var vera = await scene.AsAsync(ApiScene.Viewer, Token);
        async Task<string> Told(ListJournalEntriesRequest filter)
        {
            filter.Until ??= Noon.AddHours(1).ToTimestamp();
            var list = await vera.Journal.ListJournalEntriesAsync(filter, vera.With(Token));
            return string.Concat(list.Entries.Select(entry => entry.Summary));
        }

        Assert.AreEqual("dcba", await Told(new ListJournalEntriesRequest()));
        Assert.AreEqual("ba", await Told(new ListJournalEntriesRequest { Kind = "drain" }));
        Assert.AreEqual("a", await Told(new ListJournalEntriesRequest { Kind = JournalKinds.DrainMoved }));
        // Not every kind that begins with these letters: only whole words.
        Assert.AreEqual("", await Told(new ListJournalEntriesRequest { Kind = "dra" }));
        Assert.AreEqual("dca", await Told(new ListJournalEntriesRequest { SiteId = "yul1" }));
        Assert.AreEqual("ca", await Told(new ListJournalEntriesRequest { HostName = scene.Here.Name }));
        Assert.AreEqual("cb", await Told(new ListJournalEntriesRequest { From = Noon.AddMinutes(1).ToTimestamp(), Until = Noon.AddMinutes(3).ToTimestamp() }));
    }

    [TestMethod]
    public async Task List_TechnicianAsksForAnotherSite_GetsNothingOfIt()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(Row(0, JournalKinds.DrainMoved, "there", scene.There.Id, null));
            await db.SaveChangesAsync(Token);
        }

        var tom = await scene.AsAsync(ApiScene.Technician, Token);

        Assert.IsEmpty((await tom.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { SiteId = "fra1" }, tom.With(Token))).Entries);
    }

    [TestMethod]
    public async Task List_PageByPage_HasEachEntryOnceInTheOrderOfTime()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        // Two replicas' clocks differ a little: the ids are not quite in the order of time.
        foreach (var (minute, summary) in new[] { (0, "a"), (2, "c"), (1, "b"), (3, "d"), (3, "e") })
        {
            await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
            db.Add(Row(minute, JournalKinds.FleetDeclared, summary, null, null));
            await db.SaveChangesAsync(Token);
        }

        var vera = await scene.AsAsync(ApiScene.Viewer, Token);
        var told = "";
        var wanted = new ListJournalEntriesRequest { Until = Noon.AddHours(1).ToTimestamp(), PageSize = 2 };
        do
        {
            var page = await vera.Journal.ListJournalEntriesAsync(wanted, vera.With(Token));
            told += string.Concat(page.Entries.Select(entry => entry.Summary));
            wanted.PageToken = page.NextPageToken;
        }
        while (wanted.PageToken.Length > 0);

        Assert.AreEqual("edcba", told);
    }

    private static JournalRow Row(int minute, string kind, string summary, Guid? host, string? site) =>
        new() { At = Noon.AddMinutes(minute), Actor = "system", Kind = kind, Summary = summary, HostId = host, SiteId = site };
}
