using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Tests.Support;
using CommandState = SovereignFleet.Server.Commands.CommandState;

namespace SovereignFleet.Tests.Server.Capacity.Holds;

/// <summary>Orders, drains, answers, silences and crashes in any order: what is held of a Pool by our own acts is within what it can spare, or
/// two persons wanted it, and nothing is held past its end.</summary>
[TestClass]
public sealed class GuardModelTests(TestContext test)
{
    private const int Hosts = 6;
    private const int Required = 4;
    private const int Moves = 120;
    private const int MostMoves = 2_000;

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [Timeout(240_000, CooperativeCancellation = true)]
    public async Task Moves_InAnyOrder_NeverTakeMoreThanThePoolSpares(int seed)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var stage = await CommandStage.CreateAsync(database, Hosts, Required, Token);
        var random = new Random(seed);
        var (taken, forced) = (0, 0);
        // Three orders at once come out in any order, so a seed alone does not say when two persons force something: until it happened.
        for (var move = 0; move < Moves || (forced == 0 && move < MostMoves); move++)
        {
            var before = (await stage.LiveAsync()).Select(row => row.Id).ToHashSet();
            var what = await MoveAsync(stage, random);
            var live = await stage.LiveAsync();
            var news = live.Where(row => !before.Contains(row.Id)).ToList();
            taken += news.Count;
            forced += news.Count(row => row.Waiver == ReservationWaiver.Forced);
            await AssertAsync(database, stage, live, news, $"seed {seed}, move {move}: {what}");
        }

        Assert.IsGreaterThan(3, taken, "a run that never took anything proves little");
        Assert.IsGreaterThan(0, forced);
        await stage.PassAsync(TimeSpan.FromHours(3));
        await stage.SweepAsync();
        Assert.IsEmpty((await stage.LiveAsync()).Where(row => row.Cause == ReservationCause.Command));
    }

    private async Task<string> MoveAsync(CommandStage stage, Random random)
    {
        var host = random.Next(Hosts);
        await using var db = await stage.Fleet.Contexts.CreateDbContextAsync(Token);
        var commands = await db.AgentCommands.AsNoTracking().ToListAsync(Token);
        switch (random.Next(9))
        {
            case 0 or 1:
                var several = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => stage.OrderAsync((host + number) % Hosts)));
                return $"three orders at once: {several.Count(reply => reply.Command is not null)} pass";
            case 2:
                await stage.OrderAsync(host, ask: true);
                return "asks for a second person";
            case 3 when commands.Find(command => command.State == CommandState.Waiting) is { } waiting:
                var by = random.Next(2) == 0 ? CommandStage.Ben : CommandStage.Ada;
                var reply = await stage.Confirmations.ConfirmAsync(waiting.Id, by, Token);
                Assert.IsTrue(by == CommandStage.Ben || reply.Command is null, "one person alone");
                return $"{by.Name} confirms: {reply.Refusal}";
            case 4 or 5 when commands.Find(command => command.State is CommandState.Pending or CommandState.Sent) is { } owed:
                var state = random.Next(4) switch { 0 => CommandState.Sent, 1 => CommandState.Refused, 2 => CommandState.Failed, _ => CommandState.Done };
                await stage.AnswerAsync(owed.Id, state);
                return $"{state}";
            case 6:
                return await DrainAsync(stage, host, random);
            case 7:
                // Nobody sweeps meanwhile: the replica that would is dead.
                await stage.PassAsync(TimeSpan.FromMinutes(random.Next(1, 40)), random.Next(3) == 0 ? [stage.Fleet.Hosts[host].Id] : []);
                return "time passes";
            default:
                await stage.PassAsync(TimeSpan.FromSeconds(10));
                await stage.SweepAsync();
                return "a sweep";
        }
    }

    /// <summary>As the Drain's actor does: reserved in one transaction, given back in another.</summary>
    private async Task<string> DrainAsync(CommandStage stage, int host, Random random)
    {
        await using var db = await stage.Fleet.Contexts.CreateDbContextAsync(Token);
        var drain = await db.CapacityReservations.FirstOrDefaultAsync(row => row.ReleasedAt == null && row.Cause == ReservationCause.Person, Token);
        if (drain is not null && random.Next(2) == 0)
        {
            await stage.Fleet.Guard.ReleaseAsync(db, drain.HolderId, Token);
            return "a drain ends";
        }

        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        var verdict = await stage.Fleet.Guard.TryReserveAsync(
            db, new ReservationRequest(DrainStage.PoolId, stage.Fleet.Hosts[host].Id, Guid.NewGuid(), ReservationCause.Person), Token);
        // The worker may die before it commits.
        if (random.Next(4) == 0)
        {
            return "a drain whose worker dies";
        }

        await transaction.CommitAsync(Token);
        return $"a drain: {verdict.Sentence}";
    }

    private async Task AssertAsync(TestDatabase database, CommandStage stage, List<CapacityReservation> live, List<CapacityReservation> news, string when)
    {
        var now = stage.Fleet.Time.GetUtcNow();
        var held = live.Where(row => row.Until is null || row.Until > now).ToList();
        Assert.AreEqual(held.Count, held.DistinctBy(row => row.HostId).Count(), when);
        Assert.IsTrue(held.TrueForAll(row => row.Cause != ReservationCause.Command || row.Until - row.TakenAt < TimeSpan.FromDays(1)), $"{when}: a hold without an end");
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var verdict = await stage.Fleet.Guard.PreviewAsync(db, DrainStage.PoolId, stage.Fleet.Hosts[0].Id, ReservationCause.Person, Token);
        foreach (var row in news.Where(row => row.Waiver is null))
        {
            Assert.IsGreaterThanOrEqualTo(Required, verdict.Available, $"{when}: taken past the budget: {verdict.Sentence}");
        }

        foreach (var row in live.Where(row => row.Waiver == ReservationWaiver.Forced))
        {
            var command = await db.AgentCommands.AsNoTracking().SingleAsync(known => known.Id == row.HolderId, Token);
            Assert.IsTrue(command.ForcedBy == "person:ben" && command.OrderedBy == "person:ada", $"{when}: forced by {command.OrderedBy} and {command.ForcedBy}");
        }
    }
}
