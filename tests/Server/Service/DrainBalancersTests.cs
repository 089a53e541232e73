using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>Two balancers before one Host, of which one is away, forgets, lost the server or does not obey.</summary>
[TestClass]
public sealed class DrainBalancersTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Cancel_OneBalancerIsAway_TheOtherSendsRequestsAgainAtOnce()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        target.B.Away = true;

        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        await stage.TickAsync(worker, Token);
        var waiting = await stage.DrainAsync(Token);
        Assert.IsFalse(target.A.IsDrained("s1"));
        Assert.AreEqual(DrainState.Draining, waiting.State);
        StringAssert.Contains(waiting.WaitingFor, "b: no answer");

        target.B.Away = false;
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.B.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Cancel_OneBalancerLostTheServer_TheOtherIsGivenBackBeforeItFails()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        target.B.Lose("s1");

        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Failed, (await stage.DrainAsync(Token)).State);
        Assert.IsFalse(target.A.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Repairing_OneBalancerIsAwayAndTheOtherForgets_ItIsTakenOutAgain()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.RepairingAsync(database, target, Token);

        target.B.Away = true;
        target.A.Forget();
        await stage.TickAsync(worker, Token);

        Assert.IsTrue(target.A.IsDrained("s1"));
    }

    [TestMethod]
    public async Task Return_TheTargetTakesTheCommandAndChangesNothing_IsAskedOnceASecondAndSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var (stage, worker) = await DrainStage.DrainingAsync(database, target, Token);
        target.A.Stubborn = true;
        var before = target.A.Commands;

        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", "person:ada", Token);
        for (var second = 0; second < 3; second++)
        {
            target.A.Sessions = second;
            await stage.TickAsync(worker, Token);
        }

        var drain = await stage.DrainAsync(Token);
        Assert.AreEqual(3, target.A.Commands - before);
        StringAssert.Contains(drain.WaitingFor, "took the command");
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(row => row.DrainId == drain.Id && row.Summary.Contains("took the command"), Token));
    }

    [TestMethod]
    public async Task Cordon_IsRefusedPastTheDeadline_AsksAPersonOnce()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        target.A.Stubborn = true;
        var (stage, worker) = await DrainStage.FoundAsync(database, target, 8, Token);
        Assert.AreEqual(DrainState.Reserved, (await stage.DrainAsync(Token)).State);

        stage.Time.Advance(TimeSpan.FromMinutes(31));
        for (var second = 0; second < 4; second++)
        {
            await stage.TickAsync(worker, Token);
        }

        var drain = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Overdue, drain.State);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            Assert.AreEqual(1, await db.JournalEntries.CountAsync(row => row.DrainId == drain.Id && row.Summary.StartsWith("Reserved -> Overdue"), Token));
        }

        target.A.Stubborn = false;
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.IsNotNull((await stage.DrainAsync(Token)).CordonedAt);
    }

    [TestMethod]
    public async Task Reserved_TheCordonIsUnderWay_TheHostIsNotInServiceAnyMore()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        target.A.Stubborn = true;
        var (stage, _) = await DrainStage.FoundAsync(database, target, 8, Token);

        Assert.AreEqual(DrainState.Reserved, (await stage.DrainAsync(Token)).State);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ServiceState.Draining, (await db.Hosts.SingleAsync(host => host.Id == stage.Hosts[0].Id, Token)).ServiceState);
    }

    [TestMethod]
    public async Task Round_ManyDrainsOfABalancerThatHangs_StillProposesOthers()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 24, 1, 1, Token);
        target.A.Away = true;
        foreach (var host in stage.Hosts.Take(20))
        {
            await stage.FindAsync(host, DrainAdvice.Now, Token);
        }

        var readings = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        target.BeforeReading = () =>
        {
            // Each reading takes so long that the Drains before it are due again.
            stage.Time.Advance(TimeSpan.FromMilliseconds(200));
            if (Interlocked.Increment(ref readings) > 2_000)
            {
                enough.Cancel();
            }
        };

        await stage.Worker().RunOnceAsync(enough.Token);

        Assert.IsLessThan(2_000, readings);
    }
}
