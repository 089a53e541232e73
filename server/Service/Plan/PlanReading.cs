namespace SovereignFleet.Server.Service.Plan;

/// <summary>Where a Drain's plan stands.</summary>
/// <param name="Step">The first step that is not proven; null: there is none left.</param>
/// <param name="Reading">Null: the step is to be begun.</param>
/// <param name="Unproven">What still speaks against a work that is said to be done; null: nothing.</param>
/// <param name="IsLast">Whether nothing comes after the step.</param>
internal sealed record PlanReading(WorkStep? Step, WorkReading? Reading, string? Unproven, bool IsLast)
{
    public static readonly PlanReading Done = new(null, null, null, IsLast: true);

    /// <summary>All that is planned, where nothing of it has begun. Null: some of it has.</summary>
    public IReadOnlyList<PlannedWork>? Unbegun { get; init; }
}
