using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>What the ladder says of a Drain now.</summary>
/// <param name="Next">The rung that comes: the first where nothing has begun, else the one after what was tried.</param>
/// <param name="Relapse">Why the Host is not mended by what was done, though that was proven; null: nothing says so yet.</param>
internal sealed record LadderReading(WorkPlan Next, string? Relapse);
