using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Alerts.Holds;

/// <summary>Which Conditions a machine is about to mend, so that nobody is woken: in Pools that allow it, while a machine's rung is at hand, and
/// for no longer than a while. Pure.</summary>
internal static class LadderHold
{
    /// <summary>As long as a Drain may take by default (30 minutes), and a reset or a reboot with its proof. After that a person hears of it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How soon after a Condition its Drain is there and approved, where no person is asked.</summary>
    public static readonly TimeSpan ToBegin = TimeSpan.FromSeconds(15);

    /// <summary>From approval to return; one that is blocked or overdue waits for a person, who is told why the Host is out.</summary>
    private static readonly DrainState[] OnItsWay =
    [
        DrainState.Approved, DrainState.Reserved, DrainState.Cordoned, DrainState.Draining, DrainState.Empty, DrainState.Working, DrainState.Validating, DrainState.Returning,
    ];

    /// <param name="pool">Null: the Host is in none.</param>
    /// <param name="work">Null: the Host has no live Drain.</param>
    public static bool Holds(Condition condition, Pool? pool, WorkOnHost? work, DateTimeOffset now)
    {
        var since = now - (condition.FiredAt ?? condition.Since);
        if (pool is null || pool.Repairs.Length == 0 || since >= Longest || condition.Drain != DrainAdvice.Now || RepairHold.IsAlwaysTold(condition.Code)
            || condition.Code == FaultCatalog.Risk.Code)
        {
            return false;
        }

        return work switch
        {
            null => pool.AutomaticApproval && since < ToBegin && MayMend(condition, pool),
            { IsByMachine: false } => false,
            _ when !work.IsFor(condition) => false,
            { Drain: { State: DrainState.Proposed, Urgent: true } drain } => pool.AutomaticApproval && now - drain.ProposedAt < ToBegin,
            { Drain: { Urgent: true } drain } => OnItsWay.Contains(drain.State),
            // It waits for its Window, or has begun in it.
            { Drain: { } drain } => OnItsWay.Contains(drain.State) && drain.State != DrainState.Approved,
        };
    }

    private static bool MayMend(Condition condition, Pool pool) =>
        RungKinds.Start(Ailment.Of(condition)) is { } start && RungKinds.Allowed(pool.Repairs).Any(kind => kind >= start);
}
