using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains;

/// <summary>What a person may do about a drain in the state it is in. The server decides; this only leaves out what it would refuse.</summary>
/// <param name="WhyNot">Why this person may do nothing; null where they may, and where nothing is left to do.</param>
internal readonly record struct DrainActions(bool Approve, bool Vouch, bool MarkWorkDone, bool Cancel, string? WhyNot)
{
    public static DrainActions Of(Drain drain, SignedIn person)
    {
        var (mayDecide, whyNotRepair) = (Rights.WhyNotDecide(person) is null, Rights.WhyNotRepair(person, drain.SiteId));
        var whyNot = drain.State == DrainState.Working ? whyNotRepair : Rights.WhyNotDecide(person);
        return new DrainActions(
            drain.State == DrainState.Proposed && mayDecide,
            drain.State == DrainState.Overdue && mayDecide,
            drain.State == DrainState.Working && whyNotRepair is null,
            DrainLook.MayCancel(drain.State) && mayDecide,
            DrainLook.Of(drain.State).Column == DrainColumn.Done ? null : whyNot);
    }
}
