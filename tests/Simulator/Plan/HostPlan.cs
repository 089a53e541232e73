namespace SovereignFleet.Simulator.Plan;

/// <summary>One Host of the simulated fleet: where it stands and what it serves.</summary>
/// <param name="Number">From 0 over the whole fleet; ports and seeds follow from it.</param>
internal sealed record HostPlan(int Number, string Name, string Site, string Rack, int U, string Pool, string TargetName, int InferencePort);
