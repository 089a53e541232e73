using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Fleet;

/// <summary>What a Pool lets a machine do, as it is declared.</summary>
[TestClass]
public sealed class PoolRepairsTests(TestContext context)
{
    [TestMethod]
    public async Task ApplyAsync_RepairsOfAPool_AreKeptAndTheirChangeIsToldInWords()
    {
        await using var database = await TestDatabase.CreateAsync(context.CancellationToken);
        await ApplyAsync(database, InventoryImporterTests.Good);
        var allowing = InventoryImporterTests.Good.Replace(
            "\"00:10:00\"", "\"00:10:00\", \"repairs\": [\"reboot\", \"restart-unit\"], \"repairUnit\": \"vllm.service\"", StringComparison.Ordinal);

        Assert.AreSequenceEqual(
            ["pool llm-ca: repairUnit none -> vllm.service", "pool llm-ca: repairs none -> restart-unit, reboot"],
            (await ApplyAsync(database, allowing)).Order(StringComparer.Ordinal));
        Assert.AreSequenceEqual([], await ApplyAsync(database, allowing));
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(TestDatabase database, string json) =>
        (await InventoryImporterTests.Importer(database).ApplyAsync(json, new Declaration("person:ada", bringsBack: true, reason: ""), context.CancellationToken)).Changes;
}
