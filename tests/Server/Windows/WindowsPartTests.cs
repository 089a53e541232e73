using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Windows;
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

    private async Task<List<string>> ApplyAsync(TestDatabase database, string json)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        if (!await db.Sites.AnyAsync(Token))
        {
            db.Add(new Site { Id = "yul1", Name = "Montreal 1", Jurisdiction = "CA", TimeZone = "America/Toronto" });
            await db.SaveChangesAsync(Token);
        }

        var declaration = new Declaration("person:ada", bringsBack: true, reason: "");
        using var document = JsonDocument.Parse(json);
        await new WindowsPart(TimeProvider.System).ApplyAsync(document.RootElement, db, declaration, Token);
        await db.SaveChangesAsync(Token);
        return declaration.Changes;
    }
}
