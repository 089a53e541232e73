using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Checks;

/// <summary>What would be found at three in the morning is found when somebody asks.</summary>
[TestClass]
public sealed class ChecksServiceTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task CheckInventory_PoolThatMayNotBeReached_NamesTheSettingOfTheServer()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var api = await scene.AsAdministratorAsync(Token);

        var check = (await api.Checks.CheckInventoryAsync(new CheckInventoryRequest(), api.With(Token))).Results.Single();

        Assert.AreEqual(("pool llm", false), (check.Subject, check.Passed));
        Assert.Contains("Destinations:Balancers", check.Sentence);
    }

    [TestMethod]
    public async Task CheckInventory_RealHaProxyBehindAnInventoryThatIsNotApplied_AsksForEachHostAndKeepsNothing()
    {
        Needs.Programs("haproxy");
        await using var stage = new Stage(TestContext.WriteLine);
        var port = FreePort.Next();
        await LocalWeb.StartAsync(stage, port, web => web.MapGet("/{**path}", () => "ok"), Token);
        var proxy = await HaProxyServer.StartAsync(stage, new Dictionary<string, int> { ["s1"] = port }, Token);
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, ["--Destinations:Balancers:0=127.0.0.1"], Token);
        var api = await scene.AsAdministratorAsync(Token);

        var answer = await api.Checks.CheckInventoryAsync(new CheckInventoryRequest
        {
            Json = $$$"""
                {"pools": [{"id": "new", "jurisdiction": "CA", "required": 5, "target": "haproxy", "targetSettings": {"endpoints": ["tcp:127.0.0.1:{{{proxy.StatsPort}}}"], "backend": "be"}}],
                 "hosts": [{"name": "new-01", "site": "yul1", "pool": "new", "targetName": "s1"}, {"name": "new-02", "site": "yul1", "pool": "new", "targetName": "s9"}]}
                """,
        }, api.With(Token));

        var results = answer.Results.Where(result => result.Subject.StartsWith("pool new", StringComparison.Ordinal)).ToList();
        Assert.AreSequenceEqual([("pool new, host new-01", true), ("pool new, host new-02", false)], results.Select(result => (result.Subject, result.Passed)));
        Assert.Contains("has no server be/s9", results[1].Sentence);
        Assert.Contains("pool new requires 5 hosts and has 2", answer.Warnings.Single());
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.IsFalse(await db.Pools.AnyAsync(pool => pool.Id == "new", Token));
    }

    [TestMethod]
    public async Task SendTestAlert_Webhook_IsToldThatItBeganAndEnded()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var pager = await AlertReceiver.StartAsync(stage, Token);
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [$"--Alerts:Webhooks:0={pager.Url}/pager"], Token);
        var api = await scene.AsAdministratorAsync(Token);

        var result = (await api.Checks.SendTestAlertAsync(new SendTestAlertRequest(), api.With(Token))).Results.Single();

        Assert.IsTrue(result.Passed, result.Sentence);
        Assert.HasCount(2, pager.Received.Where(alert => alert.Name == "SovereignFleetTest").ToList());
        var journal = await api.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { Kind = "test" }, api.With(Token));
        Assert.Contains("person:admin sent a test alert", journal.Entries.Single().Summary);
    }

    [TestMethod]
    public async Task SendTestTicket_EmailToAFolder_IsWrittenAndSaysThatNothingIsToBeDone()
    {
        using var folder = new TestFolder();
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, ["--Tickets:Email:PickupFolder=" + folder.Path], Token);
        var api = await scene.AsAdministratorAsync(Token);
        var without = await api.Checks.SendTestTicketAsync(new SendTestTicketRequest { SiteId = "yul1" }, api.With(Token));
        Assert.IsFalse(without.Result.Passed);
        await api.Administration.ApplyInventoryAsync(new ApplyInventoryRequest
        {
            Json = """{"sites": [{"id": "yul1", "jurisdiction": "CA", "timeZone": "America/Toronto", "ticketProvider": "email", "ticketSettings": {"to": "hands@example.net"}}]}""",
        }, api.With(Token));

        var answer = await api.Checks.SendTestTicketAsync(new SendTestTicketRequest { SiteId = "yul1" }, api.With(Token));

        Assert.IsTrue(answer.Result.Passed, answer.Result.Sentence);
        var mail = await File.ReadAllTextAsync(Directory.GetFiles(folder.Path, "SF-TEST-*.eml").Single(), Token);
        Assert.Contains("hands@example.net", mail);
        Assert.Contains("Nothing is to be done", mail);
    }
}
