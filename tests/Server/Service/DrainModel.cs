using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>The world around the Drains of one Pool, moved at random: faults that come and go, people, two balancers, silent and busy
/// Hosts, time, and workers that are killed. It knows what must hold after every move.</summary>
internal sealed class DrainModel(DrainStage stage, Balancers target, Mortality mortality, Random random, CancellationToken token)
{
    public const int Required = 2;
    public const int Spare = 1;

    private readonly HashSet<Guid> silent = [];
    private readonly HashSet<Guid> busy = [];
    private Dictionary<Guid, DrainState> before = [];
    private int reservations;

    /// <summary>How often each state was reached: a run that never came far proves little.</summary>
    public Dictionary<DrainState, int> Reached { get; } = [];

    public async Task<string> MoveAsync()
    {
        Heal();
        var done = await ActAsync(random.Next(24));
        var pass = random.Next(12) switch { 0 => 11, 1 => 70, 2 when random.Next(6) == 0 => 1_900, _ => 1 };
        stage.Time.Advance(TimeSpan.FromSeconds(pass));
        await HearAsync();
        if (random.Next(4) == 0)
        {
            mortality.DieAt = random.Next(1, 12);
        }

        await RunAsync();
        mortality.Revive();
        return $"{done}, {pass} s";
    }

    /// <summary>All is well again, and nobody wants a Drain any more.</summary>
    public async Task SettleAsync()
    {
        (target.A.Away, target.B.Away, target.A.Sessions, target.B.Sessions) = (false, false, 0, 0);
        silent.Clear();
        busy.Clear();
        await using var db = await stage.Contexts.CreateDbContextAsync(token);
        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), token);
        foreach (var drain in await LiveAsync(db))
        {
            await stage.Requests.CancelAsync(drain.Id, "the end", "person:ada", token);
        }

        // Where hands may have been on a Host, it is watched before it goes back.
        for (var second = 0; second < 45; second++)
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            await HearAsync();
            await RunAsync();
        }
    }

    public async Task AssertAsync(string when)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(token);
        var drains = await db.Drains.AsNoTracking().ToListAsync(token);
        var reserved = await db.CapacityReservations.AsNoTracking().Where(row => row.ReleasedAt == null).ToListAsync(token);
        foreach (var host in stage.Hosts.Where(host => target.A.IsOurs(host.TargetName!) || target.B.IsOurs(host.TargetName!)))
        {
            Assert.IsTrue(drains.Any(drain => drain.HostId == host.Id && !IsOver(drain) && drain.FoundDrained is not null), $"{when}: {host.Name} is cordoned by no live drain");
        }

        foreach (var drain in drains)
        {
            var holds = reserved.Exists(row => row.HolderId == drain.Id);
            Assert.AreEqual(drain.State is not (DrainState.Proposed or DrainState.Approved or DrainState.Blocked) && !IsOver(drain), holds, $"{when}: {drain.State} and its reservation");
            Assert.IsTrue(holds || drain.FoundDrained is null || IsOver(drain), $"{when}: touched without a reservation");
            if (before.GetValueOrDefault(drain.Id) != drain.State)
            {
                await EnteredAsync(db, drain, when);
            }
        }

        await AssertBudgetAsync(db, reserved, when);
        var tickets = await db.Tickets.AsNoTracking().ToListAsync(token);
        Assert.AreEqual(tickets.Count, tickets.DistinctBy(ticket => ticket.DrainId).Count(), $"{when}: two tickets of one drain");
        before = drains.ToDictionary(drain => drain.Id, drain => drain.State);
    }

    public async Task AssertAtRestAsync(string when)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(token);
        Assert.AreEqual("", string.Join(", ", (await LiveAsync(db)).Select(drain => $"{drain.State}: {drain.WaitingFor}")), when);
        Assert.AreEqual(0, await db.CapacityReservations.CountAsync(row => row.ReleasedAt == null, token), when);
        foreach (var host in stage.Hosts)
        {
            Assert.IsFalse(target.A.IsOurs(host.TargetName!) || target.B.IsOurs(host.TargetName!), $"{when}: {host.Name} was left cordoned");
        }
    }

    private async Task<string> ActAsync(int action)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(token);
        var host = stage.Hosts[random.Next(stage.Hosts.Count)];
        var live = await LiveAsync(db);
        var drain = live.Count == 0 ? null : live[random.Next(live.Count)];
        var balancer = random.Next(2) == 0 ? target.A : target.B;
        switch (action)
        {
            case 0 or 1:
                await stage.FindAsync(host, random.Next(4) == 0 ? DrainAdvice.NextWindow : DrainAdvice.Now, token, $"code-{Guid.NewGuid():N}");
                return $"a fault of {host.Name}";
            case 2:
                await db.Conditions.Where(row => row.HostId == host.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), token);
                return $"{host.Name} is well";
            case 3:
                await stage.Requests.ProposeAsync(host.Name, "why not", random.Next(2) == 0, random.Next(3) == 0 ? WorkPlan.Of(WorkKind.OwnWork) : WorkPlan.RemoteHands, "person:ada", token);
                return $"{host.Name} is proposed";
            case 4 or 5 when drain is not null:
                await LetGoAsync(drain, token);
                return $"{drain.State} is let go";
            case 6 when drain is not null:
                await stage.Requests.CancelAsync(drain.Id, "no", "person:ada", token);
                return $"{drain.State} is cancelled";
            case 7 or 8 when drain is not null:
                await stage.Requests.MarkWorkDoneAsync(drain.Id, "done", "person:tom", null, 0, token);
                return $"{drain.State} is repaired";
            case 9:
                balancer.Away = !balancer.Away;
                return $"{balancer.Name} {(balancer.Away ? "goes away" : "is back")}";
            case 10:
                balancer.Forget();
                return $"{balancer.Name} forgets";
            case 11:
                balancer.Set(host.TargetName!, random.Next(2) == 0);
                return $"a hand on {host.Name} in {balancer.Name}";
            case 12:
                return $"{host.Name} {(silent.Remove(host.Id) || !silent.Add(host.Id) ? "is heard" : "is silent")}";
            case 13:
                return $"{host.Name} {(busy.Remove(host.Id) || !busy.Add(host.Id) ? "is idle" : "is busy")}";
            case 14:
                balancer.Sessions = balancer.Sessions == 0 ? 2 : 0;
                return $"{balancer.Sessions} sessions in {balancer.Name}";
            default:
                return "nothing";
        }
    }

    private Task<DrainReply> LetGoAsync(Drain drain, CancellationToken cancellationToken) => drain.State switch
    {
        DrainState.Overdue => stage.Requests.VouchAsync(drain.Id, "person:ada", cancellationToken),
        DrainState.Blocked => stage.Requests.LiftBrakeAsync(drain.Id, "person:ada", cancellationToken),
        _ => stage.Requests.ApproveAsync(drain.Id, "person:ada", cancellationToken),
    };

    // Trouble passes, or no Drain would come far.
    private void Heal()
    {
        silent.RemoveWhere(_ => random.Next(4) == 0);
        busy.RemoveWhere(_ => random.Next(4) == 0);
        foreach (var balancer in new[] { target.A, target.B })
        {
            balancer.Away &= random.Next(3) != 0;
            balancer.Sessions = random.Next(3) == 0 ? 0 : balancer.Sessions;
            if (random.Next(3) == 0)
            {
                balancer.Release();
            }
        }
    }

    private async Task HearAsync()
    {
        var all = stage.Hosts.Select(host => host.Id).ToArray();
        await stage.HearAsync(token, 0, [.. all.Where(id => silent.Contains(id) || busy.Contains(id))]);
        await stage.HearAsync(token, 3, [.. all.Where(id => silent.Contains(id) || !busy.Contains(id))]);
    }

    // Two replicas at once; where one dies, both do, and the next move starts them anew.
    private async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(stage.Worker().RunOnceAsync(token), stage.Worker().RunOnceAsync(token));
        }
        catch (InvalidOperationException) when (mortality.DiedAt is not null)
        {
            // Killed outside a Drain's own step.
        }
    }

    private async Task EnteredAsync(FleetDb db, Drain drain, string when)
    {
        Reached[drain.State] = Reached.GetValueOrDefault(drain.State) + 1;
        if (drain.State is not (DrainState.Empty or DrainState.Working) || before.GetValueOrDefault(drain.Id) == DrainState.Empty)
        {
            return;
        }

        var heartbeat = await db.Heartbeats.AsNoTracking().SingleAsync(row => row.HostId == drain.HostId, token);
        var known = stage.Time.GetUtcNow() - heartbeat.HeardAt <= TimeSpan.FromSeconds(5) && heartbeat is { InFlight: 0, QuietReadings: >= Quiet.Readings };
        Assert.IsTrue(known || drain.OverrideBy is not null, $"{when}: empty though nobody could know");
        Assert.AreEqual(0, target.A.Sessions + target.B.Sessions, $"{when}: empty with sessions");
        Assert.IsFalse(target.A.Away || target.B.Away, $"{when}: empty though a balancer is away");
    }

    private async Task AssertBudgetAsync(FleetDb db, List<CapacityReservation> reserved, string when)
    {
        var now = stage.Time.GetUtcNow();
        var taken = await db.CapacityReservations.CountAsync(token);
        var serving = await (
            from host in db.Hosts
            join heartbeat in db.Heartbeats on host.Id equals heartbeat.HostId
            where host.ServiceState == ServiceState.InService && heartbeat.HeardAt >= now - new LivenessOptions().Silence
            select host.Id).ToListAsync(token);
        if (taken > reservations)
        {
            Assert.IsGreaterThanOrEqualTo(Required + Spare, serving.Count(id => !reserved.Exists(row => row.HostId == id)), $"{when}: a reservation took the pool below its budget");
        }

        reservations = taken;
    }

    private static bool IsOver(Drain drain) => DrainMachine.Final.Contains(drain.State);

    private async Task<List<Drain>> LiveAsync(FleetDb db) =>
        [.. (await db.Drains.AsNoTracking().ToListAsync(token)).Where(drain => !IsOver(drain)).OrderBy(drain => drain.ProposedAt).ThenBy(drain => drain.Id)];
}
