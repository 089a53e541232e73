using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Overview;
using SovereignFleet.Tests.Server.Capacity.Holds;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>A command that waits for a second person is over after fifteen minutes: whoever could confirm it hears of it.</summary>
[TestClass]
public sealed class CommandAlertTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task BringUpToDate_ACommandThatWaits_IsToldOnceAndIsOfItsHost()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, hosts: 2, required: 2, Token);
        var ledger = Ledger(stage);
        var order = await stage.OrderAsync(0, ask: true);

        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        var alert = (await AlertsAsync(stage)).Single();
        Assert.AreEqual((order.Command!.Id, stage.Fleet.Hosts[0].Id, "CommandWaits"), (alert.Id, alert.HostId, alert.Name));
        Assert.StartsWith($"ada asks for reboot on {stage.Fleet.Hosts[0].Name}", alert.Summary);
        Assert.Contains("it waits for a second person until ", alert.Summary);
        using var snapshots = new FleetSnapshots(stage.Fleet.Contexts, Hears.Always(), stage.Fleet.Time);
        var fleet = (await snapshots.GetAsync(Token)).Snapshot;
        Assert.AreEqual(alert.Id.ToString(), fleet.Hosts.Single(host => host.Name == stage.Fleet.Hosts[0].Name).WaitingCommands.Single().Id);
        Assert.Contains(alert.Id.ToString(), fleet.Problems.Single(problem => problem.HostName == stage.Fleet.Hosts[0].Name).AlertIds);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task BringUpToDate_ItIsRefusedOrItsTimeIsOver_Ends(bool refused)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, hosts: 2, required: 2, Token);
        var ledger = Ledger(stage);
        var order = await stage.OrderAsync(0, ask: true);
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        if (refused)
        {
            await stage.Confirmations.RejectAsync(order.Command!.Id, "tonight", CommandStage.Ben, Token);
        }
        else
        {
            stage.Fleet.Time.Advance(TimeSpan.FromMinutes(16));
        }

        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        Assert.IsNotNull((await AlertsAsync(stage)).Single().EndedAt);
    }

    private static AlertLedger Ledger(CommandStage stage) =>
        stage.Fleet.Ledger(new AlertChannels(new AlertsOptions(), new DashboardOptions(), new JsonPost(), stage.Fleet.Time));

    private async Task<List<Alert>> AlertsAsync(CommandStage stage)
    {
        await using var db = await stage.Fleet.Contexts.CreateDbContextAsync(Token);
        return await db.Alerts.AsNoTracking().Where(alert => alert.Cause == AlertCause.CommandWaits).ToListAsync(Token);
    }
}
