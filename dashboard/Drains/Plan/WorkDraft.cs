using SovereignFleet.Dashboard.Layout.Forms;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Plan;

/// <summary>One step of a plan as far as a person has filled it in. The server decides.</summary>
/// <param name="Target">As its field shows it: a GPU's UUID, a unit's name.</param>
public sealed record WorkDraft(OfferedWork Offer, string Target = "")
{
    public bool IsComplete => Offer.Target is null || ArgumentBounds.IsWithin(Offer.Target, Target.Trim());

    public PlannedWork Planned => new() { Kind = Offer.Kind, Target = Offer.Target is null ? "" : Target.Trim() };

    /// <summary>What of another Host was named does not hold for this one; a unit's name does.</summary>
    public WorkDraft ForAnotherHost() => Offer.Target is { Kind: ArgumentKind.Gpu or ArgumentKind.Gpus } ? this with { Target = "" } : this;
}
