using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Next;

/// <summary>What of a Drain decides what a person does next, from the Drain itself or from what the fleet's snapshot tells of it.</summary>
public readonly record struct DrainFacts(DrainState State, bool IsUndone, bool IsBraked, bool TakesWord, bool HasFailedWork)
{
    public static DrainFacts Of(Drain drain) => new(
        drain.State, drain.CancelRequestedAt is not null, drain is { State: DrainState.Blocked, Guard.Braked: true },
        DrainPlan.TakesAPersonsWord(drain), DrainPlan.WaitsForAPerson(drain));

    /// <summary>Null: the Host has no live Drain.</summary>
    public static DrainFacts? Of(Host host) => host.Drain is { } brief
        ? new DrainFacts(brief.State, brief.IsUndone, brief.IsBraked, brief.TakesWord, brief.HasFailedWork)
        : null;

    /// <summary>Nothing goes on before a person decides.</summary>
    public bool WaitsForAPerson => !IsUndone && (State is DrainState.Proposed or DrainState.Overdue || IsBraked || HasFailedWork);
}
