using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains;

/// <summary>What a person may do about a drain in the state it is in. The server decides; this only leaves out what it would refuse.</summary>
/// <param name="WhyNot">Why this person may do nothing; null where they may, and where nothing is left to do.</param>
internal readonly record struct DrainActions(bool Approve, bool Vouch, bool LiftBrake, bool MarkWorkDone, bool Cancel, string? WhyNot)
{
    public static DrainActions Of(Drain drain, SignedIn person)
    {
        // It is being undone already, and nothing that a person could still ask of it would be done; but where hands were on the Host it waits for
        // its proof, or for the person who returns it as it is.
        if (drain.CancelRequestedAt is not null && !DrainLook.IsWorkedOn(drain.State))
        {
            return default;
        }

        var (mayDecide, whyNotWork) = (Rights.WhyNotDecide(person) is null, Rights.WhyNotWork(person, drain.SiteId));
        var takesWord = DrainPlan.TakesAPersonsWord(drain);
        var whyNot = takesWord ? whyNotWork : Rights.WhyNotDecide(person);
        return new DrainActions(
            drain.State == DrainState.Proposed && mayDecide,
            drain.State == DrainState.Overdue && mayDecide,
            drain is { State: DrainState.Blocked, Guard.Braked: true } && mayDecide,
            takesWord && whyNotWork is null,
            DrainLook.MayCancel(drain.State) && mayDecide,
            DrainLook.Of(drain).Column == DrainColumn.Done ? null : whyNot);
    }
}
