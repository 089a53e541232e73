using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Overview;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>A ticket that nobody took is a technician whom nobody called: a person hears of it.</summary>
[TestClass]
public sealed class TicketAlertTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [DataRow("Rejected", 0, true)]
    [DataRow("Pending", 14, false)]
    [DataRow("Pending", 16, true)]
    [DataRow("Sent", 600, false)]
    public async Task BringUpToDate_OfATicket_TellsTheOneThatNobodyTook(string state, int minutes, bool told)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);
        await SetAsync(stage, Enum.Parse<TicketState>(state), "550 User unknown");
        stage.Time.Advance(TimeSpan.FromMinutes(minutes));

        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        var alerts = await TicketAlertsAsync(stage);
        Assert.AreEqual(told ? 1 : 0, alerts.Count);
        if (told)
        {
            StringAssert.EndsWith(alerts[0].Summary, ": 550 User unknown");
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task BringUpToDate_TicketIsTakenOrItsDrainIsOver_Ends(bool taken)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);
        await SetAsync(stage, TicketState.Rejected, "550 User unknown");
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        {
            if (taken)
            {
                await SetAsync(stage, TicketState.Sent, null);
            }
            else
            {
                await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(drain => drain.State, DrainState.Cancelled), Token);
            }
        }

        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
        Assert.IsNotNull((await TicketAlertsAsync(stage)).Single().EndedAt);
    }

    /// <summary>Who was called may come to a Host that serves: a person hears of it, though the Drain is over.</summary>
    [TestMethod]
    [DataRow(1, false)]
    [DataRow(3, true)]
    public async Task BringUpToDate_CallOffIsNotTaken_TellsIt(int minutes, bool told)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);
        await SetAsync(stage, TicketState.Closing, "550 User unknown");
        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        {
            var now = stage.Time.GetUtcNow();
            await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.EndedAt, now), Token);
            await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(drain => drain.State, DrainState.Cancelled), Token);
        }

        stage.Time.Advance(TimeSpan.FromMinutes(minutes));
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        var alerts = await TicketAlertsAsync(stage);
        Assert.AreEqual(told ? 1 : 0, alerts.Count);
        if (told)
        {
            StringAssert.Contains(alerts[0].Summary, "does not know that the ticket");
            StringAssert.Contains(alerts[0].Annotations, "nothing is to be done");
        }
    }

    /// <summary>A Host may be sold while its technician is on the way: it is told, and the page, the badge and the panel count it.</summary>
    [TestMethod]
    public async Task BringUpToDate_CallOffOfAHostThatWasSold_IsToldAndIsAProblem()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);
        await SetAsync(stage, TicketState.Closing, "550 User unknown");
        var now = stage.Time.GetUtcNow();
        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        {
            await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.EndedAt, now), Token);
            await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(drain => drain.State, DrainState.Cancelled), Token);
            await db.Hosts.Where(host => host.Id == stage.Hosts[0].Id)
                .ExecuteUpdateAsync(set => set.SetProperty(host => host.RetiredAt, now).SetProperty(host => host.PoolId, (string?)null), Token);
        }

        stage.Time.Advance(TimeSpan.FromMinutes(3));
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        var alert = (await TicketAlertsAsync(stage)).Single();
        using var snapshots = new FleetSnapshots(stage.Contexts, Hears.Always(), stage.Time);
        var problem = (await snapshots.GetAsync(Token)).Snapshot.Problems.Single(row => row.HostName == stage.Hosts[0].Name);
        Assert.AreEqual((alert.Id.ToString(), DrainStage.SiteId), (problem.AlertIds.Single(), problem.SiteId));
        Assert.IsEmpty((await snapshots.GetAsync(new SiteScope("fra2"), Token)).Problems);
    }

    /// <summary>A Site without a provider has its tickets on the page alone: nothing failed.</summary>
    [TestMethod]
    public async Task BringUpToDate_SiteWithoutAProvider_TellsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);
        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        {
            await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.Provider, TicketOpener.DashboardOnly).SetProperty(ticket => ticket.State, TicketState.Pending), Token);
        }

        stage.Time.Advance(TimeSpan.FromHours(1));
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
        Assert.IsEmpty(await TicketAlertsAsync(stage));
    }

    private async Task<List<Alert>> TicketAlertsAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.Alerts.Where(alert => alert.Cause == AlertCause.TicketNotDelivered).ToListAsync(Token);
    }

    private async Task SetAsync(DrainStage stage, TicketState state, string? error)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.State, state).SetProperty(ticket => ticket.Provider, "email").SetProperty(ticket => ticket.LastError, error), Token);
    }

    private async Task<(DrainStage Stage, AlertLedger Ledger)> StageAsync(TestDatabase database)
    {
        var (stage, _) = await DrainStage.RepairingAsync(database, new Balancers(), Token);
        return (stage, stage.Ledger(new AlertChannels(new AlertsOptions(), new DashboardOptions(), new JsonPost(), stage.Time)));
    }
}
