using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Drains;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Tickets;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Drains;

/// <summary>A worker dies at every boundary of a whole Drain, one after the other; a new one finishes it.</summary>
[TestClass]
public sealed class DrainCrashTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Drain_WorkerKilledAtEveryBoundary_EndsOnceAndLeavesNothingBehind()
    {
        var boundaries = 0;
        while (await KilledAtAsync(boundaries + 1) is { } boundary)
        {
            TestContext.WriteLine($"{++boundaries}: {boundary}");
        }

        // A return without a proof of dying would prove nothing: a whole Drain has two effects and nine moves at least.
        Assert.IsGreaterThan(20, boundaries);
    }

    /// <returns>Where it died; null: the Drain has fewer boundaries.</returns>
    private async Task<string?> KilledAtAsync(int number)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var mortality = new Mortality(database.DataSource);
        var target = new ScriptedTarget { Boundary = mortality.Pass };
        var stage = await DrainStage.CreateAsync(database, target, 8, 6, 1, Token, contexts: mortality);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token);
        mortality.DieAt = number;
        var worker = stage.Worker();
        for (var second = 0; second < 60; second++)
        {
            await AdvanceAsync(database, stage);
            try
            {
                await worker.RunOnceAsync(Token);
            }
            catch (InvalidOperationException) when (mortality.DiedAt is not null)
            {
                // The proposer dies outside a Drain's own step.
            }

            if (mortality.DiedAt is not null && mortality.DieAt != 0)
            {
                mortality.Revive();
                worker = stage.Worker();
            }

            if (await ActAsAPersonAsync(database, stage))
                break;
        }

        await AssertCleanAsync(database, stage, target, $"killed at boundary {number}, {mortality.DiedAt}");
        return mortality.DiedAt;
    }

    // A second passes and every Host is heard; not through the mortal factory, because these are other people's hands.
    private async Task AdvanceAsync(TestDatabase database, DrainStage stage)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var watched = await db.Set<Drain>().AnyAsync(row => row.State == DrainState.Validating, Token);
        stage.Time.Advance(watched ? RepairProof.Watch : TimeSpan.FromSeconds(1));
        var now = stage.Time.GetUtcNow();
        await db.Set<HostPulse>().ExecuteUpdateAsync(
            set => set.SetProperty(pulse => pulse.HeardAt, now).SetProperty(pulse => pulse.QuietReadings, pulse => pulse.QuietReadings + 1), Token);
    }

    /// <returns>Whether the Drain is over.</returns>
    private async Task<bool> ActAsAPersonAsync(TestDatabase database, DrainStage stage)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        if (await db.Set<Drain>().AnyAsync(row => row.State == DrainState.Closed, Token))
            return true;
        if (await db.Set<Drain>().SingleOrDefaultAsync(row => row.State == DrainState.Repairing && row.RepairedBy == null, Token) is not { } drain)
            return false;
        await db.Set<Condition>().ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
        await new DrainRequests(database.Contexts, stage.Moves, stage.Time).MarkRepairedAsync(drain.Id, "done", "person:tom", null, Token);
        return false;
    }

    private async Task AssertCleanAsync(TestDatabase database, DrainStage stage, ScriptedTarget target, string when)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(DrainState.Closed, (await db.Set<Drain>().SingleAsync(Token)).State, when);
        Assert.AreEqual(1, await db.Set<Ticket>().CountAsync(Token), when);
        Assert.AreEqual(1, await db.Set<OutboxMessage>().CountAsync(row => row.Topic == TicketOutbox.TopicName, Token), when);
        Assert.AreEqual(0, await db.Set<CapacityReservation>().CountAsync(row => row.ReleasedAt == null, Token), when);
        Assert.IsFalse(target.IsDrained("s1"), when);
        Assert.IsTrue(await db.Set<Host>().AllAsync(host => host.ServiceState == ServiceState.InService, Token), when);
        Assert.AreEqual(8, stage.Hosts.Count);
    }
}
