using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>A machine's work on a Host that was begun, in this Drain or in one before.</summary>
/// <param name="Target">A GPU's UUID, as the GPU is named today; a unit; null: the Host.</param>
/// <param name="Reached">False: the agent never did it: it was not told, or it refused. Such an attempt did not touch the machine.</param>
/// <param name="IsProven">It was done, whether or not it mended what it was for.</param>
/// <param name="Helped">The Host went back to service after it. Null: that is not known yet.</param>
internal sealed record TriedWork(Guid DrainId, WorkKind Kind, string? Target, DateTimeOffset BegunAt, bool Reached, bool IsProven, bool? Helped);
