using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>That the Journal proves less than it should is told like any fault: as long as it is so, each reason once, of each replica.</summary>
[TestClass]
public sealed class JournalAlertTests(TestContext test)
{
    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task BringUpToDate_FaultsThatComeAndGo_AreOneAlertEach()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var folder = new TestFolder();
        var (faults, others) = (new JournalFaults(), new JournalFaults());
        var (here, there) = (Ledger(database, faults, folder.Below("one")), Ledger(database, others, folder.Below("two")));

        faults.Set([new("sink:socket", "The sink socket takes nothing."), new("role", "The server is a superuser.")]);
        await here.BringUpToDateAsync(DateTimeOffset.MinValue, Token);
        await here.BringUpToDateAsync(DateTimeOffset.MinValue, Token);
        // The other replica has no such fault: it ends none that is not its own.
        await there.BringUpToDateAsync(DateTimeOffset.MinValue, Token);
        Assert.AreEqual("The server is a superuser. The sink socket takes nothing.", await FiringAsync(database));

        faults.Set([new("role", "The server is a superuser.")]);
        await here.BringUpToDateAsync(DateTimeOffset.MinValue, Token);
        Assert.AreEqual("The server is a superuser.", await FiringAsync(database));
    }

    /// <summary>On real listeners: a server whose login could rewrite the Journal runs, and says so wherever somebody looks.</summary>
    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Server_ThatIsASuperuser_SaysSoOnReadyzAndByAnAlert()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var stage = new Stage(test.WriteLine);
        var server = await InProcessServer.StartAsync(
            stage, database, ["--Database:OwnerConnectionString=", "--Database:ConnectionString=" + database.ConnectionString], Token);

        var ready = await Until.Async(
            "/readyz says it", stop => server.ManagementAsync("/readyz", stop), answer => answer.Text.Contains("superuser", StringComparison.Ordinal), Token);
        Assert.AreEqual(200, ready.Status);
        Assert.StartsWith("ready\n", ready.Text);
        var summary = await Until.Async("the alert", _ => FiringAsync(database), text => text.Length > 0, Token);
        Assert.Contains("which is a superuser", summary);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Server_UnderItsOwnRole_IsReadyWithoutMoreWords()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var stage = new Stage(test.WriteLine);
        var server = await InProcessServer.StartAsync(stage, database, [], Token);
        await Until.Async("the folder has the first checkpoint", _ => Task.FromResult(Directory.GetFiles(stage.Root, "0000000001.json", SearchOption.AllDirectories).Length), files => files == 1, Token);

        Assert.AreEqual((200, "ready\n"), await server.ManagementAsync("/readyz", Token));
        Assert.AreEqual("", await FiringAsync(database));
    }

    private static AlertLedger Ledger(TestDatabase database, JournalFaults faults, string folder) => new(
        database.Contexts, new AlertChannels(new AlertsOptions(), new DashboardOptions(), new JsonPost(), TimeProvider.System),
        [new JournalAlerts(faults, new DataFolder(folder), TimeProvider.System)], TimeProvider.System);

    private async Task<string> FiringAsync(TestDatabase database)
    {
        await using var db = database.Contexts.CreateDbContext();
        return string.Join(' ', await db.Alerts.Where(alert => alert.EndedAt == null && alert.Name == "JournalNotProven").OrderBy(alert => alert.Summary).Select(alert => alert.Summary).ToListAsync(Token));
    }
}
