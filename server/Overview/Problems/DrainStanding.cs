using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Overview.Problems;

/// <summary>How far a live Drain is, as far as it decides what a person does next. Pure.</summary>
/// <param name="AtHand">The first work that is not proven; null: none is left, or none is planned.</param>
internal sealed record DrainStanding(Drain Drain, WorkStep? AtHand)
{
    public bool IsBraked => Drain.State == DrainState.Blocked && GuardVerdict.FromJson(Drain.Guard) is { Braked: true };

    public bool HasFailedWork => Drain.State == DrainState.Working && AtHand is { State: WorkStepState.Failed, DoneBy: null or "" };

    /// <summary>A person's word that the work is done counts now.</summary>
    public bool TakesWord => Drain.State switch
    {
        DrainState.Working => AtHand is null or { State: WorkStepState.Failed } || (AtHand.State == WorkStepState.Begun && IsByPerson(AtHand.Kind)),
        DrainState.Validating => true,
        _ => false,
    };

    /// <summary>The one thing to do, in place of what a Condition advised before there was a Drain.</summary>
    public string Action => Drain switch
    {
        { CancelRequested: true } => "Its drain is being undone; wait.",
        { State: DrainState.Proposed } => "Approve its drain, or cancel it.",
        { State: DrainState.Overdue } => "Its drain is overdue: vouch that it is empty, or cancel the drain.",
        { State: DrainState.Blocked } when IsBraked => "Its drain is held by the limit on predicted failures: lift it, or wait.",
        { State: DrainState.Blocked } => "Its drain waits until the guard allows it; bring back another host of the pool, or wait.",
        { State: DrainState.Approved or DrainState.Reserved or DrainState.Cordoned or DrainState.Draining } => "It is being drained; wait.",
        { State: DrainState.Empty } => "It is drained; its work begins next.",
        { State: DrainState.Working } when HasFailedWork => "A work of its plan failed: do it by hand and mark it as done, or cancel the drain.",
        { State: DrainState.Working } when TakesWord => "It is drained: do the work, then mark it as done.",
        { State: DrainState.Working } => "It is drained, and its work is under way; wait.",
        { State: DrainState.Validating } => "The repair is being proven; wait.",
        { State: DrainState.Returning } => "It goes back to service; wait.",
        { State: DrainState.Closed or DrainState.Cancelled or DrainState.Failed } => "Its drain is over.",
        _ => throw new InvalidOperationException($"There is no such state of a drain: {Drain.State}."),
    };

    /// <summary>Those works that a person does. A test holds it to what the works say of themselves.</summary>
    internal static bool IsByPerson(WorkKind kind) => kind is WorkKind.RemoteHands or WorkKind.OwnWork;
}
