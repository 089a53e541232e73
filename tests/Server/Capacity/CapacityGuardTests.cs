using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Capacity;

[TestClass]
public sealed class CapacityGuardTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task TryReserve_ManyWorkersAtOnce_NeverTakesThePoolBelowItsBudget()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 12, 7, 1, Token);
        var guard = new CapacityGuard(Hears.Always(), stage.Time);
        var live = new System.Collections.Concurrent.ConcurrentBag<int>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = Token };
        await Parallel.ForEachAsync(Enumerable.Range(0, 240), options, async (number, token) =>
        {
            var holder = Guid.NewGuid();
            await using var db = await database.Contexts.CreateDbContextAsync(token);
            await using (var transaction = await db.Database.BeginTransactionAsync(token))
            {
                await guard.TryReserveAsync(db, new("llm-ca", stage.Hosts[number % 12].Id, holder, ReservationCause.Condition), token);
                await transaction.CommitAsync(token);
            }

            live.Add(await db.CapacityReservations.CountAsync(row => row.ReleasedAt == null, token));
            if (number % 3 != 0)
            {
                await guard.ReleaseAsync(db, holder, token);
            }
        });
        // 12 hosts, 7 + 1 must stay: four may be out, and at times were.
        Assert.AreEqual(4, live.Max());
    }

    [TestMethod]
    public async Task Insert_PastTheGuard_IsRefusedByTheDatabase()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 2, 1, 1, Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        db.Add(new CapacityReservation
        {
            Id = Guid.NewGuid(),
            PoolId = "llm-ca",
            HostId = stage.Hosts[0].Id,
            HolderId = Guid.NewGuid(),
            Cause = ReservationCause.Person,
            TakenAt = stage.Time.GetUtcNow(),
        });
        var refused = await Assert.ThrowsExactlyAsync<DbUpdateException>(() => db.SaveChangesAsync(Token));
        Assert.AreEqual("capacity_reservation_keeps_budget", ((PostgresException)refused.InnerException!).ConstraintName);
    }

    [TestMethod]
    public async Task TryReserve_SecondPrediction_IsStoppedByTheBrakeAndAConditionIsNot()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 1, 1, Token);
        Assert.IsTrue((await ReserveAsync(database, stage, 0, ReservationCause.Prediction)).Allowed);
        var stopped = await ReserveAsync(database, stage, 1, ReservationCause.Prediction);
        Assert.AreEqual((false, true), (stopped.Allowed, stopped.Braked));
        StringAssert.Contains(stopped.Sentence, "1 of at most 1 hosts are out by prediction");
        var asked = await ReserveAsync(database, stage, 1, ReservationCause.Condition);
        Assert.AreEqual((true, false), (asked.Allowed, asked.Braked));
    }

    /// <summary>Lifting the limit would change nothing.</summary>
    [TestMethod]
    public async Task TryReserve_SecondPredictionOfAPoolThatLacksHosts_IsNotSaidToBeStoppedByTheBrake()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        Assert.IsTrue((await ReserveAsync(database, stage, 0, ReservationCause.Prediction)).Allowed);

        var stopped = await ReserveAsync(database, stage, 1, ReservationCause.Prediction);

        Assert.AreEqual((false, false), (stopped.Allowed, stopped.Braked));
        StringAssert.Contains(stopped.Sentence, "must stay");
    }

    [TestMethod]
    public async Task Preview_SilentHost_IsNamedAndDoesNotCount()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        stage.Time.Advance(TimeSpan.FromSeconds(75));
        await stage.HearAsync(Token, 0, stage.Hosts[2].Id);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var verdict = await new CapacityGuard(Hears.Always(), stage.Time).PreviewAsync(db, "llm-ca", stage.Hosts[0].Id, ReservationCause.Person, Token);
        Assert.IsFalse(verdict.Allowed);
        Assert.AreEqual("llm-ca has 7 of 8 hosts available; 1 leaves 6, and 6 required + 1 spare = 7 must stay", verdict.Sentence);
        Assert.AreEqual("gpu-yul1-03: silent for 75 s", verdict.NotAvailable.Single());
        Assert.AreEqual(0, await db.CapacityReservations.CountAsync(Token));
    }

    [TestMethod]
    [DataRow("Draining", "draining")]
    [DataRow("InRepair", "in maintenance")]
    [DataRow("Out", "out of service")]
    public async Task Preview_HostThatIsOut_IsNamedInThePagesWords(string state, string word)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.Where(host => host.Id == stage.Hosts[2].Id).ExecuteUpdateAsync(set => set.SetProperty(host => host.ServiceState, Enum.Parse<ServiceState>(state)), Token);

        var verdict = await stage.Guard.PreviewAsync(db, "llm-ca", stage.Hosts[0].Id, ReservationCause.Person, Token);

        Assert.AreEqual($"gpu-yul1-03: {word}", verdict.NotAvailable.Single());
    }

    [TestMethod]
    [DataRow("gpu-lost")]
    [DataRow("gpus-blind")]
    [DataRow("gpu-unreadable")]
    [DataRow("profile-gpus")]
    [DataRow("profile-gpu-model")]
    [DataRow("profile-nics")]
    [DataRow("profile-disks")]
    public async Task Preview_AHostThatLacksWhatItIsToHave_DoesNotCount(string code)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        var condition = await stage.FindAsync(stage.Hosts[2], DrainAdvice.None, Token, code);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);

        var verdict = await stage.Guard.PreviewAsync(db, "llm-ca", stage.Hosts[0].Id, ReservationCause.Person, Token);

        Assert.IsFalse(verdict.Allowed);
        Assert.AreEqual($"gpu-yul1-03: {condition.Sentence.TrimEnd('.')}", verdict.NotAvailable.Single());
    }

    private async Task<GuardVerdict> ReserveAsync(TestDatabase database, DrainStage stage, int host, ReservationCause cause)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        var verdict = await new CapacityGuard(Hears.Always(), stage.Time).TryReserveAsync(
            db, new("llm-ca", stage.Hosts[host].Id, Guid.NewGuid(), cause), Token);
        await transaction.CommitAsync(Token);
        return verdict;
    }
}
