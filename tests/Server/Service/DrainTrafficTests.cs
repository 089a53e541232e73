using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>Clients that a balancer keeps to a drained Host, a hand or a check that sets it back to ready, and traffic on a Host in maintenance.</summary>
[TestClass]
public sealed class DrainTrafficTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Draining_TheTargetKeepsClientsToTheHost_IsClosedToThemBeforeItIsEmpty()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        (target.A.KeepsClients, target.B.KeepsClients) = (true, true);
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        Assert.IsTrue(target.A.IsClosed("s1") && target.B.IsClosed("s1"));

        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "mended", asItIs: true, "person:ada", Token);
        await stage.TickAsync(worker, Token);
        Assert.IsFalse(target.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Draining_AClientThatIsKeptToTheHostNeverEnds_IsClosedToItAtTheDeadline()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        (target.A.KeepsClients, target.A.Sessions) = (true, 1);
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        await stage.TickAsync(worker, Token, inFlight: 1);
        Assert.IsFalse(target.A.IsClosed("s1"), "what is under way has its grace");

        stage.Time.Advance(TimeSpan.FromMinutes(31));
        await stage.TickAsync(worker, Token, inFlight: 1);
        await stage.TickAsync(worker, Token, inFlight: 1);

        Assert.IsTrue(target.A.IsClosed("s1"));
        Assert.AreEqual(DrainState.Overdue, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Draining_RequestsComeBetweenTwoLooks_IsNotEmptyUntilNoneCame()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        (target.A.Taken, target.B.Taken) = (10, 10);
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        for (var second = 0; second < 10; second++)
        {
            target.A.Taken++;
            await stage.TickAsync(worker, Token);
        }

        var waits = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Draining, waits.State);
        StringAssert.Contains(waits.WaitingFor, "no request to come through the target");
        await stage.EmptiesAsync(worker, Token);
    }

    [TestMethod]
    [DataRow("sessions")]
    [DataRow("in-flight")]
    [DataRow("requests")]
    public async Task Working_TrafficOnTheHost_IsToldOnTheDrainByAnAlertAndToTheTicket(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        (target.A.Taken, target.B.Taken) = (10, 10);
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, TicketState.Sent).SetProperty(row => row.ExternalId, "<1@example.net>"), Token);
        }

        for (var second = 0; second < 3; second++)
        {
            (target.A.Sessions, target.A.Taken) = (kind == "sessions" ? 2 : 0, target.A.Taken + (kind == "requests" ? 1 : 0));
            await stage.TickAsync(worker, Token, kind == "in-flight" ? 2 : 0);
        }

        await stage.Ledger(new AlertChannels([])).BringUpToDateAsync(stage.Time.GetUtcNow(), Token);
        StringAssert.StartsWith((await stage.DrainAsync(Token)).WaitingFor, "STOP: traffic on a host in maintenance");
        await using var after = await database.Contexts.CreateDbContextAsync(Token);
        var alert = await after.Alerts.SingleAsync(row => row.Cause == AlertCause.DrainTraffic && row.EndedAt == null, Token);
        StringAssert.Contains(alert.Summary, "gpu-yul1-01: STOP");
        Assert.AreEqual(1, await after.OutboxMessages.CountAsync(row => row.Topic == TicketOutbox.TopicName && row.Key.Contains("/stop-"), Token));
        StringAssert.Contains((await after.Tickets.SingleAsync(Token)).Body, "STOP, touch nothing");
    }

    [TestMethod]
    public async Task Working_TheTrafficIsOver_TheAlertEnds()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);
        var ledger = stage.Ledger(new AlertChannels([]));
        target.A.Sessions = 1;
        await stage.TickAsync(worker, Token);
        await ledger.BringUpToDateAsync(stage.Time.GetUtcNow(), Token);
        target.A.Sessions = 0;
        await stage.TickAsync(worker, Token);
        await ledger.BringUpToDateAsync(stage.Time.GetUtcNow(), Token);
        Assert.AreEqual(1, await OpenAsync(stage), "a client that comes every few seconds is one trouble");

        stage.Time.Advance(Traffic.Stands);
        await stage.TickAsync(worker, Token);
        await ledger.BringUpToDateAsync(stage.Time.GetUtcNow(), Token);
        Assert.AreEqual(0, await OpenAsync(stage));
    }

    [TestMethod]
    public async Task Draining_SomethingSetsItBackToReadyAgainAndAgain_IsOneStateOneAlertAndNeverEmpty()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        var ledger = stage.Ledger(new AlertChannels([]));
        for (var second = 0; second < 120; second++)
        {
            if (second % 5 == 0)
            {
                target.A.Set("s1", drain: false);
            }

            await stage.TickAsync(worker, Token);
            await ledger.BringUpToDateAsync(stage.Time.GetUtcNow(), Token);
            Assert.IsFalse((await stage.DrainAsync(Token)).State is DrainState.Empty or DrainState.Working, $"second {second}");
        }

        var fight = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Overdue, fight.State);
        StringAssert.Contains(fight.WaitingFor, "agent-check");
        StringAssert.Contains(fight.WaitingFor, "24 times in a row");
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            Assert.IsLessThan(20, await db.JournalEntries.CountAsync(row => row.DrainId == fight.Id, Token));
            Assert.AreEqual(AlertCause.DrainStuck, (await db.Alerts.SingleAsync(row => row.DrainId == fight.Id && row.Cause != AlertCause.Condition, Token)).Cause);
        }

        for (var second = 0; second <= Undoings.Hold.TotalSeconds; second++)
        {
            await stage.TickAsync(worker, Token);
        }

        Assert.AreEqual(DrainState.Working, (await stage.DrainAsync(Token)).State, "it holds");
    }

    [TestMethod]
    public async Task Draining_AReloadOnce_IsTakenOutAgainAndEmptyWhenItHolds()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        target.A.Forget();
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);
        Assert.IsTrue(target.A.IsDrained("s1"));

        stage.Time.Advance(Undoings.Hold);
        await stage.EmptiesAsync(worker, Token);
    }

    private async Task<int> OpenAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.Alerts.CountAsync(row => row.Cause == AlertCause.DrainTraffic && row.EndedAt == null, Token);
    }
}
