using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Fleet;

[TestClass]
public sealed class InventoryImporterTests(TestContext test)
{
    private const string Good = """
        {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto", "ticketSettings": {"to": "hands@example.net"}}],
         "pools": [{"id": "llm-ca", "jurisdiction": "CA", "required": 1, "target": "haproxy", "targetSettings": {"backend": "be"}, "drainDeadline": "00:10:00"}],
         "hosts": [{"name": "gpu-1", "site": "yul1", "rack": "B07", "u": 12, "pool": "llm-ca"}]}
        """;

    [TestMethod]
    public async Task ApplyAsync_NewFleet_IsThereAndInTheJournal()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var changes = await Importer(database).ApplyAsync(Good, "person:ada", test.CancellationToken);
        Assert.AreSequenceEqual(["site yul1 added", "pool llm-ca added", "host gpu-1 added"], changes);
        await using var db = database.Contexts.CreateDbContext();
        var host = await db.Hosts.SingleAsync(test.CancellationToken);
        Assert.AreEqual(("B07", 12, "llm-ca"), (host.Rack, host.U, host.PoolId));
        Assert.AreEqual(TimeSpan.FromMinutes(10), (await db.Pools.SingleAsync(test.CancellationToken)).DrainDeadline);
        Assert.AreEqual(JournalKinds.FleetDeclared, (await db.JournalEntries.SingleAsync(test.CancellationToken)).Kind);
    }

    [TestMethod]
    public async Task ApplyAsync_SameAgain_ChangesNothingAndIsSilent()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await Importer(database).ApplyAsync(Good, "person:ada", test.CancellationToken);
        Assert.AreSequenceEqual([], await Importer(database).ApplyAsync(Good, "person:ada", test.CancellationToken));
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(test.CancellationToken));
    }

    [TestMethod]
    public async Task ApplyAsync_BmcGateway_IsTheHostOfThatNameWhereverItStands()
    {
        const string Two = """
            {"sites": [{"id": "yul1", "jurisdiction": "CA", "timeZone": "America/Toronto"}, {"id": "fra1", "jurisdiction": "DE", "timeZone": "Europe/Berlin"}],
             "hosts": [{"name": "gpu-2", "site": "yul1", "bmcGateway": "gpu-1"}, {"name": "gpu-1", "site": "yul1"}]}
            """;
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await Importer(database).ApplyAsync(Two, "person:ada", test.CancellationToken);
        await using var db = database.Contexts.CreateDbContext();
        var hosts = await db.Hosts.ToDictionaryAsync(host => host.Name, test.CancellationToken);
        Assert.AreEqual((hosts["gpu-1"].Id, null), (hosts["gpu-2"].BmcGatewayId, hosts["gpu-1"].BmcGatewayId));

        await FaultAsync("\"bmcGateway\": \"gpu-1\"", "\"bmcGateway\": \"gpu-9\"", "there is no host \"gpu-9\"");
        await FaultAsync("\"bmcGateway\": \"gpu-1\"", "\"bmcGateway\": \"gpu-2\"", "cannot be its own gateway");
        await FaultAsync("{\"name\": \"gpu-1\", \"site\": \"yul1\"}", "{\"name\": \"gpu-1\", \"site\": \"fra1\"}", "gpu-1 stands at site fra1, but gpu-2 at yul1");

        async Task FaultAsync(string good, string bad, string fault)
        {
            var error = await Assert.ThrowsExactlyAsync<InventoryException>(
                () => Importer(database).ApplyAsync(Two.Replace(good, bad), "person:ada", test.CancellationToken));
            Assert.Contains(fault, error.Faults.Single());
        }
    }

    [TestMethod]
    public async Task ApplyAsync_HostMoved_SaysFromWhereToWhere()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await Importer(database).ApplyAsync(Good, "person:ada", test.CancellationToken);
        var changes = await Importer(database).ApplyAsync(Good.Replace("B07", "B08"), "person:ada", test.CancellationToken);
        Assert.AreSequenceEqual(["host gpu-1: rack B07 -> B08"], changes);
    }

    [TestMethod]
    [DataRow("\"timeZone\": \"America/Toronto\"", "\"timeZone\": \"Mars/Base\"", "sites[0].timeZone: \"Mars/Base\"")]
    [DataRow("\"id\": \"yul1\"", "\"id\": \"yul 1\"", "sites[0].id:")]
    [DataRow("\"jurisdiction\": \"CA\", \"required\"", "\"jurisdiction\": \"Canada\", \"required\"", "pools[0].jurisdiction:")]
    [DataRow("\"jurisdiction\": \"CA\", \"required\"", "\"jurisdiction\": \"DE\", \"required\"", "hosts[0].pool: llm-ca is under the law of DE")]
    [DataRow("\"required\": 1", "\"required\": -1", "pools[0].required: -1")]
    [DataRow("\"required\": 1", "\"required\": \"many\"", "pools[0]: required: has a value of the wrong kind")]
    [DataRow("\"required\": 1", "\"requird\": 1", "pools[0]: 'requird' is no key of it")]
    [DataRow("\"required\": 1,", "", "pools[0]: missing: 'required'")]
    [DataRow("00:10:00", "-00:10:00", "pools[0].drainDeadline:")]
    [DataRow("\"site\": \"yul1\"", "\"site\": \"yul2\"", "hosts[0].site: there is no site \"yul2\"")]
    [DataRow("\"pool\": \"llm-ca\"", "\"pool\": \"llm-de\"", "hosts[0].pool: there is no pool \"llm-de\"")]
    [DataRow("\"u\": 12", "\"u\": 99", "hosts[0].u: 99")]
    [DataRow("\"gpu-1\"", "\"gpu 1; shutdown\"", "hosts[0].name:")]
    [DataRow("\"hosts\"", "\"hostz\"", "hostz: is no section")]
    [DataRow("\"sites\": [", "\"sites\": 4, \"x\": [", "sites: must be an array")]
    [DataRow("{\"sites\"", "[{\"sites\"", "is no JSON")]
    public async Task ApplyAsync_UnfitInventory_NamesTheKeyAndAppliesNothing(string good, string bad, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        Assert.Contains(good, Good);
        var error = await Assert.ThrowsExactlyAsync<InventoryException>(() => Importer(database).ApplyAsync(Good.Replace(good, bad), "person:ada", test.CancellationToken));
        Assert.Contains(expected, error.Message);
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(0, await db.Sites.CountAsync(test.CancellationToken));
    }

    [TestMethod]
    public async Task ApplyAsync_ManyFaults_AreToldTogether()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var error = await Assert.ThrowsExactlyAsync<InventoryException>(() => Importer(database).ApplyAsync(
            Good.Replace("America/Toronto", "Mars/Base").Replace("\"required\": 1", "\"required\": -1").Replace("\"u\": 12", "\"u\": 99"), "person:ada", test.CancellationToken));
        Assert.IsGreaterThanOrEqualTo(3, error.Faults.Count, error.Message);
    }

    [TestMethod]
    [DataRow("\"rack\": \"B07\"", "\"rack\": \"B07\", \"targetName\": \"s2\"", "hosts[0].targetName: gpu-1 is out of service")]
    [DataRow(", \"pool\": \"llm-ca\"", "", "hosts[0].pool: gpu-1 is out of service")]
    public async Task ApplyAsync_HostOutOfService_KeepsItsPoolAndItsNameInTheTarget(string from, string to, string fault)
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await Importer(database).ApplyAsync(Good, "person:ada", test.CancellationToken);
        await using (var db = database.Contexts.CreateDbContext())
        {
            await db.Hosts.ExecuteUpdateAsync(set => set.SetProperty(host => host.ServiceState, ServiceState.Draining), test.CancellationToken);
        }

        var error = await Assert.ThrowsExactlyAsync<InventoryException>(() => Importer(database).ApplyAsync(
            Good.Replace(from, to), "person:ada", test.CancellationToken));
        StringAssert.StartsWith(error.Faults.Single(), fault);
    }

    private static InventoryImporter Importer(TestDatabase database) =>
        new(database.Contexts, [new SitesPart(), new PoolsPart(), new HostsPart()], TimeProvider.System);
}
