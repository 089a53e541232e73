using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Windows;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Machine;

/// <summary>What an approved Drain waits for: the Site's Windows and blackouts as they are now.</summary>
[TestClass]
public sealed class DrainWindowTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    /// <summary>The wait is for the Windows of now, not for those of the hour in which it was proposed.</summary>
    [TestMethod]
    public async Task Approved_AWindowIsDeclaredLater_WaitsForThatOne()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new Balancers(), 8, 6, 1, Token);
        await AddWindowAsync(stage, "weekly", DayOfWeek.Sunday);
        var worker = stage.Worker();
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.NextWindow, Token);
        await worker.RunOnceAsync(Token);
        await stage.Requests.ApproveAsync((await stage.DrainAsync(Token)).Id, "person:ada", Token);
        await stage.TickAsync(worker, Token);
        StringAssert.Contains((await stage.DrainAsync(Token)).WaitingFor, "opens 2026-11-29 07:00Z");

        await AddWindowAsync(stage, "sooner", DayOfWeek.Thursday);
        await stage.TickAsync(worker, Token);
        StringAssert.Contains((await stage.DrainAsync(Token)).WaitingFor, "opens 2026-11-26 07:00Z");

        stage.Time.SetUtcNow(new DateTimeOffset(2026, 11, 26, 7, 0, 1, TimeSpan.Zero));
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);
    }

    /// <summary>What it waits for is looked at anew each time: the Window is moved, a blackout is declared over it, both are deleted.</summary>
    [TestMethod]
    public async Task Approved_TheCalendarChanges_TheWaitIsToldAnew()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new Balancers(), 8, 6, 1, Token);
        await AddWindowAsync(stage, "weekly", DayOfWeek.Sunday);
        var worker = stage.Worker();
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.NextWindow, Token);
        await worker.RunOnceAsync(Token);
        await stage.Requests.ApproveAsync((await stage.DrainAsync(Token)).Id, "person:ada", Token);
        await WaitsAsync(stage, worker, "the site's Window weekly: opens 2026-11-29 07:00Z");

        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.MaintenanceWindows.ExecuteUpdateAsync(set => set.SetProperty(window => window.FirstStart, new DateTime(2000, 1, 3, 2, 0, 0)), Token);
        await WaitsAsync(stage, worker, "the site's Window weekly: opens 2026-11-30 07:00Z");

        var (from, until) = (new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        db.Add(new Blackout { Id = Guid.NewGuid(), Name = "freeze", StartsAt = from, EndsAt = until });
        await db.SaveChangesAsync(Token);
        await WaitsAsync(stage, worker, "the end of the blackout freeze (2026-12-01 00:00Z) and the site's Window weekly: opens 2026-12-07 07:00Z");

        await db.MaintenanceWindows.ExecuteDeleteAsync(Token);
        await WaitsAsync(stage, worker, "the end of the blackout freeze: opens 2026-12-01 00:00Z");

        await db.Blackouts.ExecuteDeleteAsync(Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Draining, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Approved_AllWindowsAreOver_WaitsAndSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new Balancers(), 8, 6, 1, Token);
        await AddWindowAsync(stage, "once", DayOfWeek.Sunday);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.MaintenanceWindows.ExecuteUpdateAsync(set => set.SetProperty(window => window.Rule, (string?)null), Token);
        var worker = stage.Worker();
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.NextWindow, Token);
        await worker.RunOnceAsync(Token);
        await stage.Requests.ApproveAsync((await stage.DrainAsync(Token)).Id, "person:ada", Token);
        await WaitsAsync(stage, worker, "the site's Window: none opens any more; declare another");
    }

    /// <summary>Both are approved and the Window is open: the second waits for the first to be back, and is told so.</summary>
    [TestMethod]
    public async Task Approved_AsManyAreOutAsTheWindowLets_WaitsForAPlace()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new Balancers(), 8, 5, 1, Token);
        await AddWindowAsync(stage, "weekly", DayOfWeek.Tuesday);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.MaintenanceWindows.ExecuteUpdateAsync(set => set.SetProperty(window => window.AtOnce, 1), Token);
        stage.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero));
        await stage.HearAsync(Token);
        var worker = stage.Worker();
        foreach (var host in stage.Hosts.Take(2))
        {
            var reply = await stage.Requests.ProposeAsync(host.Name, "new fans", urgent: false, WorkPlan.RemoteHands, "person:ada", Token);
            await stage.Requests.ApproveAsync(reply.Drain!.Id, "person:ada", Token);
        }

        await stage.TickAsync(worker, Token, inFlight: 1);
        await stage.TickAsync(worker, Token, inFlight: 1);
        var states = await db.Drains.AsNoTracking().OrderBy(drain => drain.State).Select(drain => drain.State).ToListAsync(Token);
        Assert.AreSequenceEqual([DrainState.Approved, DrainState.Draining], states.Order());
        StringAssert.Contains(
            (await db.Drains.AsNoTracking().SingleAsync(drain => drain.State == DrainState.Approved, Token)).WaitingFor, "1 host is out for planned work, and it lets 1 be out at once");

        await db.MaintenanceWindows.ExecuteUpdateAsync(set => set.SetProperty(window => window.AtOnce, 2), Token);
        await stage.TickAsync(worker, Token, inFlight: 1);
        Assert.AreEqual(2, await db.Drains.CountAsync(drain => drain.State == DrainState.Draining, Token));
    }

    /// <summary>That a Window happens to be open does not start what a person plans for the next one.</summary>
    [TestMethod]
    public async Task Approved_PlannedForLaterAndAWindowIsOpen_WaitsForTheNextOne()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 8, 6, 1, Token);
        await AddWindowAsync(stage, "weekly", DayOfWeek.Tuesday);
        stage.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero));
        await stage.HearAsync(Token);
        var worker = stage.Worker();
        var closes = new DateTimeOffset(2026, 12, 1, 11, 0, 0, TimeSpan.Zero);
        var reply = await stage.Requests.ProposeAsync(
            new PersonsProposal(stage.Hosts[0].Name, "new fans", Urgent: false, WorkPlan.RemoteHands, closes), "person:ada", Token);
        await stage.Requests.ApproveAsync(reply.Drain!.Id, "person:ada", Token);
        await stage.TickAsync(worker, Token);

        var waits = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Approved, waits.State);
        StringAssert.Contains(waits.WaitingFor, "opens 2026-12-08 07:00Z");
        Assert.IsFalse(target.IsDrained("s1"));
    }

    private async Task WaitsAsync(DrainStage stage, DrainReconciler worker, string expected)
    {
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(expected, (await stage.DrainAsync(Token)).WaitingFor);
    }

    private async Task AddWindowAsync(DrainStage stage, string name, DayOfWeek day)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var (first, rule) = MaintenanceWindow.Weekly(day, new TimeOnly(2, 0));
        db.Add(new MaintenanceWindow { SiteId = DrainStage.SiteId, Name = name, FirstStart = first, Rule = rule, Duration = TimeSpan.FromHours(4) });
        await db.SaveChangesAsync(Token);
    }
}
