using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Service;
using SovereignFleet.Server.Service.Targets.Kubernetes;
using SovereignFleet.Server.Service.Targets.Slurm;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.RemoteHands.Providers.Email;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Fleet;

[TestClass]
public sealed class InventoryImporterTests(TestContext test)
{
    private static readonly TestFolder Secrets = new();

    /// <summary>As the server registers them.</summary>
    private static readonly ISettingsJudge[] PlugIns =
    [
        .. new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(new EmailOptions()).AddSingleton(Reach.Of(
            ["10.0.0.0/8"], ["t.example.net", "tickets.internal:80", "tickets.internal:443"])).AddSingleton(Reach.Secrets(Secrets.Path))
            .AddSingleton(new SlurmOptions()).AddSingleton(new KubernetesOptions()).AddDrainTargets().AddTicketProviders()
            .BuildServiceProvider().GetServices<ISettingsJudge>(),
    ];

    internal const string Good = """
        {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto", "ticketSettings": {"to": "hands@example.net"}}],
         "pools": [{"id": "llm-ca", "jurisdiction": "CA", "required": 1, "target": "haproxy", "targetSettings": {"endpoints": ["unix:/run/haproxy/admin.sock"], "backend": "be"}, "drainDeadline": "00:10:00"}],
         "hosts": [{"name": "gpu-1", "site": "yul1", "rack": "B07", "u": 12, "pool": "llm-ca"}]}
        """;

    [TestMethod]
    public async Task ApplyAsync_NewFleet_IsThereAndInTheJournal()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var changes = await ApplyAsync(database, Good);
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
        await ApplyAsync(database, Good);
        Assert.AreSequenceEqual([], await ApplyAsync(database, Good));
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
        await ApplyAsync(database, Two);
        await using var db = database.Contexts.CreateDbContext();
        var hosts = await db.Hosts.ToDictionaryAsync(host => host.Name, test.CancellationToken);
        Assert.AreEqual((hosts["gpu-1"].Id, null), (hosts["gpu-2"].BmcGatewayId, hosts["gpu-1"].BmcGatewayId));

        await FaultAsync("\"bmcGateway\": \"gpu-1\"", "\"bmcGateway\": \"gpu-9\"", "there is no host \"gpu-9\"");
        await FaultAsync("\"bmcGateway\": \"gpu-1\"", "\"bmcGateway\": \"gpu-2\"", "cannot be its own gateway");
        await FaultAsync("{\"name\": \"gpu-1\", \"site\": \"yul1\"}", "{\"name\": \"gpu-1\", \"site\": \"fra1\"}", "gpu-1 stands at site fra1, but gpu-2 at yul1");

        async Task FaultAsync(string good, string bad, string fault)
        {
            var error = await Assert.ThrowsExactlyAsync<InventoryException>(
                () => ApplyAsync(database, Two.Replace(good, bad)));
            Assert.Contains(fault, error.Faults.Single());
        }
    }

    [TestMethod]
    public async Task ApplyAsync_HostMoved_SaysFromWhereToWhere()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await ApplyAsync(database, Good);
        var changes = await ApplyAsync(database, Good.Replace("B07", "B08"));
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
        var error = await Assert.ThrowsExactlyAsync<InventoryException>(() => ApplyAsync(database, Good.Replace(good, bad)));
        Assert.Contains(expected, error.Message);
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(0, await db.Sites.CountAsync(test.CancellationToken));
    }

    /// <summary>What was found at three in the morning, when a Drain or a Ticket needed it.</summary>
    [TestMethod]
    [DataRow("\"target\": \"haproxy\"", "\"target\": \"f5\"", "pools[0].target: there is no drain target \"f5\"; there is haproxy, nginx-plus, slurm, kubernetes, webhook, several.")]
    [DataRow("\"endpoints\": [\"unix:/run/haproxy/admin.sock\"], ", "", "pools[0].targetSettings.endpoints: must name the runtime API of every HAProxy")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[]", "pools[0].targetSettings.endpoints: must name the runtime API of every HAProxy")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"tcp:10.0.0.1:9999\", \"10.0.0.2:9999\"]", "pools[0].targetSettings.endpoints[1]: \"10.0.0.2:9999\" must be unix:/PATH")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"tcp:haproxy\"]", "pools[0].targetSettings.endpoints[0]: \"tcp:haproxy\" must be unix:/PATH")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[null]", "pools[0].targetSettings.endpoints[0]: \"\" must be unix:/PATH")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "\"unix:/run/haproxy/admin.sock\"", "pools[0].targetSettings: endpoints: has a value of the wrong kind")]
    [DataRow(", \"backend\": \"be\"", "", "pools[0].targetSettings.backend: must name the backend")]
    [DataRow("\"backend\": \"be\"", "\"backend\": \"be; shutdown\"", "pools[0].targetSettings.backend: \"be; shutdown\" is no HAProxy backend name")]
    [DataRow("\"backend\": \"be\"", "\"backend\": \"be\", \"bakend\": \"be\"", "pools[0].targetSettings: 'bakend' is no key of it.")]
    [DataRow("\"targetSettings\": {\"endpoints\": [\"unix:/run/haproxy/admin.sock\"], \"backend\": \"be\"}, ", "", "pools[0].targetSettings.backend: must name the backend")]
    [DataRow("\"ticketSettings\":", "\"ticketProvider\": \"fax\", \"ticketSettings\":", "sites[0].ticketProvider: there is no ticket provider \"fax\"; there is email, webhook.")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"email\"", "sites[0].ticketSettings.to: \"\" must be one mail address")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"email\", \"ticketSettings\": {\"to\": \"hands\"}", "sites[0].ticketSettings.to: \"hands\" must be one mail address")]
    [DataRow("\"ticketSettings\":", "\"ticketProvider\": \"webhook\", \"ticketSettings\":", "sites[0].ticketSettings: 'to' is no key of it.")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\"", "sites[0].ticketSettings.url: must be an https address")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\", \"ticketSettings\": {\"url\": \"https://t.example.net\", \"find\": \"http://t.example.net\"}", "sites[0].ticketSettings.find: must be an https address")]
    public async Task ApplyAsync_PlugInThatCannotWork_IsRefusedWithThePathAndNothingIsApplied(string good, string bad, string expected) =>
        await ApplyAsync_UnfitInventory_NamesTheKeyAndAppliesNothing(good, bad, expected);

    /// <summary>Slips of copy and paste, and of the pen.</summary>
    [TestMethod]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"name\": \"gpu-2\", \"site\": \"yul1\", \"pool\": \"llm-ca\", \"targetName\": \"gpu-1\"}, ", "hosts[0].targetName: gpu-1 and gpu-2 cannot both be gpu-1 in one haproxy")]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"name\": \"GPU-1\", \"site\": \"yul1\"}, ", "are one name in two spellings")]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"name\": \"gpu-1\", \"site\": \"yul1\"}, ", "hosts[1].name: \"gpu-1\" is declared 2 times")]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"name\": \"gpu-2\", \"site\": \"yul1\", \"rack\": \"b07 \", \"u\": 12}, ", "gpu-1 and gpu-2 cannot both stand at U12")]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"name\": \"gpu-2\", \"site\": \"yul1\", \"rack\": \"B07\", \"u\": 8, \"height\": 5}, ", "gpu-2 and gpu-1 cannot both stand at U12")]
    [DataRow("\"u\": 12", "\"u\": 12, \"height\": 0", "hosts[0].height: 0 at U12")]
    [DataRow("\"u\": 12", "\"u\": 58, \"height\": 8", "hosts[0].height: 8 at U58")]
    [DataRow("\"u\": 12", "\"u\": -1", "hosts[0].u: -1")]
    [DataRow("\"u\": 12", "\"u\": 12, \"U\": 13", "hosts[0]: 'u' stands twice")]
    [DataRow("\"u\": 12", "\"u\": 12, \"u\": 13", "uplicate")]
    [DataRow("\"u\": 12", "\"u\": 12.5", "hosts[0]: u: has a value of the wrong kind")]
    [DataRow("\"u\": 12", "\"u\": 12, \"retired\": \"yes\"", "hosts[0]: retired: has a value of the wrong kind")]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"retired\": true}, ", "hosts[0]: is retired, and must say which by \"name\"")]
    [DataRow("\"rack\": \"B07\"", "\"rack\": \"B\\n07\"", "hosts[0].rack: must be one line")]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"name\": \"gpu-2\", \"site\": \"yul1\", \"assetTag\": \"A-1\"}, {\"name\": \"gpu-3\", \"site\": \"yul1\", \"assetTag\": \"a-1\"}, ", "cannot both have the asset tag")]
    [DataRow("\"pools\": [", "\"pools\": [{\"id\": \"llm-ca\", \"jurisdiction\": \"CA\", \"required\": 1, \"target\": \"haproxy\", \"targetSettings\": {\"endpoints\": [\"unix:/run/haproxy/admin.sock\"], \"backend\": \"be\"}}, ", "pools[1].id: \"llm-ca\" is declared 2 times")]
    [DataRow("\"sites\": [", "\"sites\": [{\"id\": \"YUL1\", \"jurisdiction\": \"CA\", \"timeZone\": \"Etc/UTC\"}, ", "are one name in two spellings")]
    [DataRow("\"jurisdiction\": \"CA\", \"timeZone\"", "\"jurisdiction\": \"UK\", \"timeZone\"", "sites[0].jurisdiction: \"UK\"")]
    [DataRow("America/Toronto", "Eastern Standard Time", "sites[0].timeZone:")]
    [DataRow("00:10:00", "1000:00:00", "pools[0].drainDeadline: must be longer than nothing and at most a week")]
    [DataRow("00:10:00\"", "00:10:00\", \"repairs\": [\"gpu-reset\", \"kick\"]", "pools[0].repairs[1]: 'kick' is nothing that a machine can do; it can restart-unit, gpu-reset, reboot, power-cycle.")]
    [DataRow("00:10:00\"", "00:10:00\", \"repairs\": [\"restart-unit\"]", "pools[0].repairUnit: must name the systemd unit that restart-unit restarts, as vllm.service.")]
    [DataRow("00:10:00", "ten minutes", "pools[0]: drainDeadline: \"ten minutes\" must be a duration")]
    [DataRow("\"endpoints\"", "\"endpoint\"", "pools[0].targetSettings: 'endpoint' is no key of it.")]
    public async Task ApplyAsync_SlipThatWouldCostAtNight_IsRefusedAndNothingIsApplied(string good, string bad, string expected) =>
        await ApplyAsync_UnfitInventory_NamesTheKeyAndAppliesNothing(good, bad, expected);

    /// <summary>The second half of each comes in a file of its own.</summary>
    [TestMethod]
    [DataRow("{\"hosts\": [{\"name\": \"gpu-2\", \"site\": \"yul1\", \"rack\": \"B07\", \"u\": 12}]}", "hosts[0].u: gpu-1 and gpu-2 cannot both stand at U12 of B07.")]
    [DataRow("{\"hosts\": [{\"name\": \"gpu-2\", \"site\": \"yul1\", \"pool\": \"llm-ca\", \"targetName\": \"gpu-1\"}]}", "hosts[0].targetName: gpu-1 and gpu-2 cannot both be gpu-1")]
    [DataRow("{\"hosts\": [{\"name\": \"Gpu-1\", \"site\": \"yul1\"}]}", "hosts[0].name: \"Gpu-1\" and \"gpu-1\" are one name in two spellings; use one.")]
    [DataRow("{\"pools\": [{\"id\": \"llm-ca\", \"jurisdiction\": \"DE\", \"required\": 1, \"target\": \"haproxy\", \"targetSettings\": {\"endpoints\": [\"unix:/run/haproxy/admin.sock\"], \"backend\": \"be\"}}]}", "pools[0]: gpu-1 of pool llm-ca (DE) stands at site yul1 (CA)")]
    [DataRow("{\"sites\": [{\"id\": \"yul1\", \"jurisdiction\": \"US\", \"timeZone\": \"America/Toronto\"}]}", "sites[0]: gpu-1 of pool llm-ca (CA) stands at site yul1 (US)")]
    public async Task ApplyAsync_SecondFileThatDoesNotFitTheFirst_IsRefused(string second, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await ApplyAsync(database, Good);
        var error = await Assert.ThrowsExactlyAsync<InventoryException>(() => ApplyAsync(database, second));
        StringAssert.Contains(error.Faults.Single(), expected);
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(1, await db.Hosts.CountAsync(test.CancellationToken));
        Assert.AreEqual("CA", (await db.Pools.SingleAsync(test.CancellationToken)).Jurisdiction);
    }

    [TestMethod]
    [DataRow("\"required\": 1", "\"required\": 99", "pools[0]: pool llm-ca requires 99 hosts and has 1")]
    [DataRow("\"required\": 1", "\"required\": 1, \"spare\": 2", "pools[0]: pool llm-ca requires 1 hosts and 2 spare, and has 1")]
    [DataRow("\"rack\": \"B07\", ", "", "hosts[0].u: gpu-1 stands at U12 of no rack")]
    [DataRow("\"required\": 1", "\"required\": 1, \"spare\": 0", "sites[0].ticketSettings: count for nothing without a ticketProvider")]
    [DataRow("\"hosts\": [", "\"hosts\": [{\"name\": \"gpu-9\", \"retired\": true}, ", "hosts[0]: there is no host \"gpu-9\" to be retired.")]
    public async Task ApplyAsync_LikelySlipThatMayBeMeant_IsTakenWithAWarning(string good, string bad, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var declaration = new Declaration("person:ada", bringsBack: true, reason: "");
        await Importer(database).ApplyAsync(Good.Replace(good, bad), declaration, test.CancellationToken);
        Assert.IsTrue(declaration.Warnings.Exists(warning => warning.StartsWith(expected, StringComparison.Ordinal)), string.Join('\n', declaration.Warnings));
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(1, await db.Hosts.CountAsync(test.CancellationToken));
    }

    [TestMethod]
    [DataRow("24:00:00", 24 * 60)]
    [DataRow("1.00:00:00", 24 * 60)]
    [DataRow("00:45:00", 45)]
    public async Task ApplyAsync_Durations_AreReadAsTheyAreWritten(string written, int minutes)
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await ApplyAsync(database, Good.Replace("00:10:00", written));
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(TimeSpan.FromMinutes(minutes), (await db.Pools.SingleAsync(test.CancellationToken)).DrainDeadline);
    }

    [TestMethod]
    public async Task TryAsync_FitInventory_TellsTheChangesAndKeepsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var seen = 0;
        var outcome = await Importer(database).TryAsync(
            Good, new Declaration("person:ada", bringsBack: true, reason: ""), async db => seen = await db.Hosts.CountAsync(test.CancellationToken), test.CancellationToken);
        Assert.AreSequenceEqual(["site yul1 added", "pool llm-ca added", "host gpu-1 added"], outcome.Changes);
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual((1, 0, 0), (seen, await db.Hosts.CountAsync(test.CancellationToken), await db.JournalEntries.CountAsync(test.CancellationToken)));
    }

    /// <summary>Whoever may apply the inventory reads no file of the server by it, and connects it to nowhere that its configuration does not list.</summary>
    [TestMethod]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"tcp:127.0.0.1:22\"]", "pools[0].targetSettings.endpoints[0]: 127.0.0.1:22 is not where this server may connect to; whoever runs the server adds it to Destinations:Balancers")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"tcp:[::ffff:127.0.0.1]:22\"]", "is not where this server may connect to")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"tcp:user@10.0.0.1:22\"]", "must be unix:/PATH")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"unix:/run/postgresql/.s.PGSQL.5432\"]", "pools[0].targetSettings.endpoints[0]: /run/postgresql/.s.PGSQL.5432 is not below /run/haproxy")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"unix:/run/haproxy/../docker.sock\"]", "is not below /run/haproxy")]
    [DataRow("[\"unix:/run/haproxy/admin.sock\"]", "[\"unix:/run/haproxy/admin.sock\", \"unix:/run/haproxy/admin.sock\"]", "pools[0].targetSettings.endpoints[1]: \"unix:/run/haproxy/admin.sock\" is named twice")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\", \"ticketSettings\": {\"url\": \"https://t.example.net\", \"tokenFile\": \"/var/lib/x/ca-passphrase\"}", "sites[0].ticketSettings.tokenFile: is taken no more: put the file into the server's Secrets:Folder")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\", \"ticketSettings\": {\"url\": \"https://t.example.net\", \"tokenSecret\": \"../ca-passphrase\"}", "sites[0].ticketSettings.tokenSecret: \"../ca-passphrase\" must be the name of a secret")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\", \"ticketSettings\": {\"url\": \"https://t.example.net\", \"tokenSecret\": \"absent\"}", "sites[0].ticketSettings.tokenSecret: the secret \"absent\" cannot be read; put it into the server's Secrets:Folder")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\", \"ticketSettings\": {\"url\": \"http://127.0.0.1:7445\"}", "sites[0].ticketSettings.url: 127.0.0.1:7445 is not where this server may connect to; whoever runs the server adds it to Destinations:Tickets")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\", \"ticketSettings\": {\"url\": \"https://t.example.net:22\", \"find\": \"https://elsewhere.example.net\"}", "sites[0].ticketSettings.find: elsewhere.example.net:443 is not")]
    [DataRow("\"ticketSettings\": {\"to\": \"hands@example.net\"}", "\"ticketProvider\": \"webhook\", \"ticketSettings\": {\"url\": \"https://u:p@t.example.net\"}", "sites[0].ticketSettings.url: must name no user and no password")]
    [DataRow("America/Toronto", "../../../etc/shadow", "sites[0].timeZone:")]
    [DataRow("America/Toronto", "/dev/zero", "sites[0].timeZone:")]
    [DataRow("America/Toronto", "posix/../../../../dev/zero", "sites[0].timeZone:")]
    public async Task ApplyAsync_FileOrAddressThatTheConfigurationDoesNotAllow_IsRefusedAndNothingIsApplied(string good, string bad, string expected) =>
        await ApplyAsync_UnfitInventory_NamesTheKeyAndAppliesNothing(good, bad, expected);

    [TestMethod]
    [DataRow("email", "{\"to\": \"Remote hands <hands@example.net>\"}")]
    [DataRow("webhook", "{\"url\": \"http://tickets.internal/new\", \"find\": \"https://tickets.internal/search\", \"tokenSecret\": \"ticket-token\", \"allowHttp\": true}")]
    public async Task ApplyAsync_PlugInThatCanWork_IsTaken(string provider, string settings)
    {
        await File.WriteAllTextAsync(Secrets.Below("ticket-token"), "t0ken\n", test.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await ApplyAsync(
            database,
            Good.Replace("\"ticketSettings\": {\"to\": \"hands@example.net\"}", $"\"ticketProvider\": \"{provider}\", \"ticketSettings\": {settings}"));
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(provider, (await db.Sites.SingleAsync(test.CancellationToken)).TicketProvider);
    }

    [TestMethod]
    public async Task ApplyAsync_ManyFaults_AreToldTogether()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var error = await Assert.ThrowsExactlyAsync<InventoryException>(() => ApplyAsync(
            database,
            Good.Replace("America/Toronto", "Mars/Base").Replace("\"required\": 1", "\"required\": -1").Replace("\"u\": 12", "\"u\": 99")));
        Assert.IsGreaterThanOrEqualTo(3, error.Faults.Count, error.Message);
    }

    [TestMethod]
    [DataRow("\"rack\": \"B07\"", "\"rack\": \"B07\", \"targetName\": \"s2\"", "hosts[0].targetName: gpu-1 is out of service")]
    [DataRow(", \"pool\": \"llm-ca\"", "", "hosts[0].pool: gpu-1 is out of service")]
    public async Task ApplyAsync_HostOutOfService_KeepsItsPoolAndItsNameInTheTarget(string from, string to, string fault)
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await ApplyAsync(database, Good);
        await using (var db = database.Contexts.CreateDbContext())
        {
            await db.Hosts.ExecuteUpdateAsync(set => set.SetProperty(host => host.ServiceState, ServiceState.Draining), test.CancellationToken);
        }

        var error = await Assert.ThrowsExactlyAsync<InventoryException>(() => ApplyAsync(
            database,
            Good.Replace(from, to)));
        StringAssert.StartsWith(error.Faults.Single(), fault);
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(TestDatabase database, string json) =>
        (await Importer(database).ApplyAsync(json, new Declaration("person:ada", bringsBack: true, reason: ""), test.CancellationToken)).Changes;

    internal static InventoryImporter Importer(TestDatabase database) => new(
        database.Contexts, [new SitesPart(PlugIns, TimeProvider.System), new PoolsPart(PlugIns, TimeProvider.System), new HostsPart(new HostRetirement([], TimeProvider.System))],
        TimeProvider.System);
}
