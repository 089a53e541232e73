using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>Which Drains page a person: those that wait for one, and those that keep a Host out though nobody works on it.</summary>
[TestClass]
public sealed class DrainAlertTests
{
    /// <summary>Nothing is heard: no Pool is judged.</summary>
    private static readonly DateTimeOffset Deaf = DateTimeOffset.MaxValue;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [DataRow("Blocked", 0, "DrainStuck")]
    [DataRow("Overdue", 0, "DrainStuck")]
    [DataRow("Returning", 1, "")]
    [DataRow("Returning", 11, "DrainStuck")]
    [DataRow("Validating", 1, "")]
    [DataRow("Validating", 31, "DrainStuck")]
    [DataRow("Working", 600, "")]
    [DataRow("Draining", 20, "")]
    [DataRow("Failed", 0, "DrainFailed")]
    [DataRow("Cancelled", 0, "")]
    public async Task BringUpToDate_DrainInAState_PagesOrNot(string state, int minutes, string alert)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database, Enum.Parse<DrainState>(state), minutes);
        await ledger.BringUpToDateAsync(Deaf, Token);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(alert, (await db.Alerts.SingleOrDefaultAsync(Token))?.Name ?? "");
        Assert.AreEqual(8, stage.Hosts.Count);
    }

    [TestMethod]
    public async Task BringUpToDate_FailedAndTheHostIsBack_Ends()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (_, ledger) = await StageAsync(database, DrainState.Failed, 0);
        await ledger.BringUpToDateAsync(Deaf, Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.ExecuteUpdateAsync(set => set.SetProperty(row => row.ServiceState, ServiceState.InService), Token);
        await ledger.BringUpToDateAsync(Deaf, Token);

        Assert.IsNotNull((await db.Alerts.SingleAsync(Token)).EndedAt);
    }

    [TestMethod]
    public async Task BringUpToDate_BlockedThenOverdue_IsTheOtherAlert()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (_, ledger) = await StageAsync(database, DrainState.Blocked, 0);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(
            row => row.Guard, SovereignFleet.Server.Capacity.GuardVerdict.Refused("6 of 8", DateTimeOffset.UnixEpoch).ToJson()), Token);
        await ledger.BringUpToDateAsync(Deaf, Token);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Overdue), Token);
        await ledger.BringUpToDateAsync(Deaf, Token);
        await ledger.BringUpToDateAsync(Deaf, Token);

        var alerts = await db.Alerts.AsNoTracking().OrderBy(row => row.EndedAt == null).ToListAsync(Token);
        Assert.AreEqual("DrainBlockedByCapacity, DrainStuck", string.Join(", ", alerts.Select(row => row.Name)));
        Assert.IsNotNull(alerts[0].EndedAt);
        Assert.IsNull(alerts[1].EndedAt);
    }

    [TestMethod]
    [DataRow(true, "Critical")]
    [DataRow(false, "Warning")]
    public async Task BringUpToDate_AWorkFailed_IsToldOnceWithWhatAPersonMayDo(bool urgent, string severity)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (_, ledger) = await StageAsync(database, DrainState.Working, 0);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.Urgent, urgent), Token);
        await StepAsync(db, WorkStepState.Failed);

        await ledger.BringUpToDateAsync(Deaf, Token);
        await ledger.BringUpToDateAsync(Deaf, Token);

        var alert = await db.Alerts.AsNoTracking().SingleAsync(Token);
        Assert.AreEqual(("DrainWorkFailed", severity), (alert.Name, alert.Severity.ToString()));
        Assert.AreEqual("The drain of gpu-yul1-01: work 1, remote hands, failed: the unit did not start", alert.Summary);
        StringAssert.Contains(alert.Annotations, "Do the work by hand and mark it as done, or cancel the drain.");
        Assert.IsNull(alert.EndedAt);
    }

    [TestMethod]
    [DataRow("Working", "Proven")]
    [DataRow("Cancelled", "Failed")]
    [DataRow("Working", "Failed")]
    public async Task BringUpToDate_AFailedWorkIsProvenOrItsDrainOver_Ends(string drain, string step)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (_, ledger) = await StageAsync(database, DrainState.Working, 0);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await StepAsync(db, WorkStepState.Failed);
        await ledger.BringUpToDateAsync(Deaf, Token);

        await StepAsync(db, Enum.Parse<WorkStepState>(step));
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, Enum.Parse<DrainState>(drain)), Token);
        await ledger.BringUpToDateAsync(Deaf, Token);

        Assert.AreEqual((drain, step) == ("Working", "Failed"), (await db.Alerts.AsNoTracking().SingleAsync(Token)).EndedAt is null);
    }

    [TestMethod]
    public async Task BringUpToDate_AFailedWorkWhoseDrainCannotReturnTheHost_IsTheOtherAlert()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (_, ledger) = await StageAsync(database, DrainState.Working, 0);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await StepAsync(db, WorkStepState.Failed);
        await ledger.BringUpToDateAsync(Deaf, Token);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Failed), Token);
        await ledger.BringUpToDateAsync(Deaf, Token);
        await ledger.BringUpToDateAsync(Deaf, Token);

        var alerts = await db.Alerts.AsNoTracking().OrderBy(row => row.EndedAt == null).ToListAsync(Token);
        Assert.AreEqual("DrainWorkFailed, DrainFailed", string.Join(", ", alerts.Select(row => row.Name)));
        Assert.IsNotNull(alerts[0].EndedAt);
        StringAssert.Contains(alerts[1].Summary, "is failed: ");
    }

    /// <summary>A balancer is silent: the Host stays out, though nobody wants it so any more.</summary>
    [TestMethod]
    [DataRow(9, false)]
    [DataRow(11, true)]
    public async Task BringUpToDate_CancelledAndNotUndone_TellsItAfterTenMinutes(int minutes, bool told)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database, DrainState.Draining, 0);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelRequested, true).SetProperty(row => row.WaitingFor, "b2.sock: no answer")
            .SetProperty(row => row.CancelRequestedAt, stage.Time.GetUtcNow().AddMinutes(-minutes)), Token);

        await ledger.BringUpToDateAsync(Deaf, Token);
        Assert.AreEqual(
            told ? $"DrainStuck The drain of {stage.Hosts[0].Name} was cancelled 11 minutes ago and is not undone: b2.sock: no answer" : "",
            string.Join(", ", await db.Alerts.Select(row => $"{row.Name} {row.Summary}").ToListAsync(Token)));

        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Cancelled), Token);
        await ledger.BringUpToDateAsync(Deaf, Token);
        Assert.AreEqual(0, await db.Alerts.CountAsync(row => row.EndedAt == null, Token));
    }

    [TestMethod]
    public async Task BringUpToDate_BlockedByTheLimitOnPredictions_SaysThatItCanBeLifted()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (_, ledger) = await StageAsync(database, DrainState.Blocked, 0);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var braked = SovereignFleet.Server.Capacity.GuardVerdict.Refused("1 of at most 1", DateTimeOffset.UnixEpoch) with { Braked = true };
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.Guard, braked.ToJson()), Token);
        await ledger.BringUpToDateAsync(Deaf, Token);

        StringAssert.Contains((await db.Alerts.SingleAsync(Token)).Annotations, "lift the limit for this drain");
    }

    private Task<int> StepAsync(SovereignFleet.Server.Postgres.FleetDb db, WorkStepState state) => db.WorkSteps.ExecuteUpdateAsync(
        set => set.SetProperty(row => row.State, state).SetProperty(row => row.WaitingFor, "the unit did not start"), Token);

    private async Task<(DrainStage Stage, AlertLedger Ledger)> StageAsync(TestDatabase database, DrainState state, int minutes)
    {
        var (stage, _) = await DrainStage.DrainingAsync(database, new Balancers(), Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Conditions.ExecuteDeleteAsync(Token);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state).SetProperty(row => row.StateSince, stage.Time.GetUtcNow().AddMinutes(-minutes))
            .SetProperty(row => row.Guard, (string?)null), Token);
        await db.Hosts.Where(row => row.Id == stage.Hosts[0].Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ServiceState, ServiceState.Out), Token);
        return (stage, stage.Ledger(new AlertChannels(new AlertsOptions(), new DashboardOptions(), new JsonPost(), stage.Time)));
    }
}
