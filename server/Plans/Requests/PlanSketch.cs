using SovereignFleet.Server.Plans.Machine;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>A Plan that is not saved, and what is true of its Hosts now.</summary>
/// <param name="Rows">Those that are not worked on are skipped already, with the reason.</param>
internal sealed record PlanSketch(Plan Plan, IReadOnlyList<PlanHost> Rows, PlanView View)
{
    public bool IsEmpty => Rows.All(row => row.State == PlanHostState.Skipped);
}
