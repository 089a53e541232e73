using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Windows.Declared;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Windows;

[TestClass]
public sealed class WindowsPartTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [DataRow("""[{"site":"nowhere","name":"weekly","day":"Sunday","start":"02:00","duration":"04:00:00"}]""", "[0].site")]
    [DataRow("""[{"site":"yul1","name":"","day":"Sunday","start":"02:00","duration":"04:00:00"}]""", "[0].name")]
    [DataRow("""[{"site":"yul1","name":"weekly","day":"Someday","start":"02:00","duration":"04:00:00"}]""", "[0].day")]
    [DataRow("""[{"site":"yul1","name":"weekly","day":"7","start":"02:00","duration":"04:00:00"}]""", "[0].day")]
    [DataRow("""[{"site":"yul1","name":"weekly","day":"Sunday","start":"02:00","duration":"00:00:00"}]""", "[0].duration")]
    [DataRow("""[{"site":"yul1","name":"weekly","day":"Sunday","start":"02:00","duration":"8.00:00:00"}]""", "[0].duration")]
    [DataRow("""[{"site":"yul1","name":"weekly","day":"Sunday","start":"26:00","duration":"04:00:00"}]""", "[0]")]
    [DataRow("""[{"site":"yul1"}]""", "[0]")]
    [DataRow("""[{"site":"yul1","name":"w","duration":"04:00:00"}]""", "[0].firstStart")]
    [DataRow("""[{"site":"yul1","name":"w","day":"Sunday","duration":"04:00:00"}]""", "[0].start")]
    [DataRow("""[{"site":"yul1","name":"w","day":"Sunday","start":"02:00","rule":"FREQ=DAILY","duration":"04:00:00"}]""", "[0].day")]
    [DataRow("""[{"site":"yul1","name":"w","firstStart":"2026-12-06T02:00Z","duration":"04:00:00"}]""", "[0].firstStart")]
    [DataRow("""[{"site":"yul1","name":"w","firstStart":"2026-12-06T02:00","rule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30","duration":"04:00:00"}]""", "never opens")]
    [DataRow("""[{"site":"yul1","name":"w","firstStart":"2026-12-06T02:00","rule":"FREQ=SECONDLY","duration":"04:00:00"}]""", "[0].rule")]
    [DataRow("""[{"site":"yul1","name":"w","firstStart":"2026-12-06T02:00","atOnce":0,"duration":"04:00:00"}]""", "[0].atOnce")]
    [DataRow("""[{"site":"yul1","name":"w","firstStart":"2026-12-06T02:00","ends":"2026-12-06T02:00","duration":"04:00:00"}]""", "[0].ends")]
    [DataRow("""{"site":"yul1"}""", "windows")]
    public async Task Apply_BadInput_IsRefusedAndNamesThePlace(string json, string place)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var fault = await Assert.ThrowsExactlyAsync<InventoryException>(() => ApplyAsync(database, json));
        Assert.Contains(place, fault.Message);
    }

    [TestMethod]
    public async Task Apply_TwoFaults_AreToldTogether()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var fault = await Assert.ThrowsExactlyAsync<InventoryException>(() => ApplyAsync(
            database, """[{"site":"yul1","name":"weekly","day":"Someday","start":"02:00","duration":"00:00:00"}]"""));
        Assert.Contains("day", fault.Message);
        Assert.Contains("duration", fault.Message);
    }

    [TestMethod]
    public async Task Apply_TheSameTwice_IsOneWindowAndOneChange()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        const string Json = """[{"site":"yul1","name":"weekly","day":"Sunday","start":"02:00","duration":"04:00:00"}]""";
        Assert.HasCount(1, await ApplyAsync(database, Json));
        Assert.IsEmpty(await ApplyAsync(database, Json));
    }

    [TestMethod]
    public async Task Apply_ARuleOfMonths_IsThatWindow()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await ApplyAsync(database, """
            [{"site":"yul1","name":"patches","firstStart":"2026-12-08T02:00","rule":"RRULE:FREQ=MONTHLY;BYDAY=2TU","except":["2027-01-12T02:00"],"ends":"2028-01-01T00:00",
              "duration":"04:00:00","atOnce":2,"note":"drivers"}]
            """);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var window = await db.MaintenanceWindows.SingleAsync(Token);
        Assert.AreEqual(
            ("FREQ=MONTHLY;BYDAY=2TU", "20270112T020000", new DateTime(2026, 12, 8, 2, 0, 0), new DateTime(2028, 1, 1), (int?)2, "drivers"),
            (window.Rule!, window.Except, window.FirstStart, window.Ends!.Value, window.AtOnce, window.Note));
    }

    /// <summary>The file is read at each start: what a person changed on the page since must not be undone by a restart, and the person's own word counts.</summary>
    [TestMethod]
    public async Task Apply_APersonChangedItSince_TheFileLeavesItAndSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        const string Json = """[{"site":"yul1","name":"weekly","day":"Sunday","start":"02:00","duration":"04:00:00"}]""";
        await ApplyAsync(database, Json);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            var window = await db.MaintenanceWindows.SingleAsync(Token);
            window.Duration = TimeSpan.FromHours(2);
            window.Changed("person:ada", TimeProvider.System.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }

        var file = new Declaration("system", bringsBack: false, reason: "");
        Assert.IsEmpty(await ApplyAsync(database, Json, file));
        Assert.Contains("changed by person:ada", file.Warnings.Single());
        Assert.AreEqual(TimeSpan.FromHours(2), await DurationAsync(database));

        Assert.HasCount(1, await ApplyAsync(database, Json));
        Assert.AreEqual(TimeSpan.FromHours(4), await DurationAsync(database));
    }

    private async Task<TimeSpan> DurationAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        return (await db.MaintenanceWindows.SingleAsync(Token)).Duration;
    }

    private Task<List<string>> ApplyAsync(TestDatabase database, string json) => ApplyAsync(database, json, new Declaration("person:ada", bringsBack: true, reason: ""));

    private async Task<List<string>> ApplyAsync(TestDatabase database, string json, Declaration declaration)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        if (!await db.Sites.AnyAsync(Token))
        {
            db.Add(new Site { Id = "yul1", Name = "Montreal 1", Jurisdiction = "CA", TimeZone = "America/Toronto" });
            await db.SaveChangesAsync(Token);
        }

        using var document = JsonDocument.Parse(json);
        await new WindowsPart(TimeProvider.System).ApplyAsync(document.RootElement, db, declaration, Token);
        await db.SaveChangesAsync(Token);
        return declaration.Changes;
    }
}
