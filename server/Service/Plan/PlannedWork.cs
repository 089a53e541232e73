namespace SovereignFleet.Server.Service.Plan;

/// <summary>One step of a plan before it is a row.</summary>
/// <param name="Target">What of the Host it is about; null: the Host.</param>
internal sealed record PlannedWork(WorkKind Kind, string? Target = null);
