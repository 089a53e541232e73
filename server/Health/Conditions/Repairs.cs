using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>What a repair ends. Some faults say nothing when they are mended; then the Drain that mended them says it.</summary>
internal static class Repairs
{
    /// <summary>Resolves the Host's Conditions that were last found before the repair, in the caller's transaction (nothing is saved here).
    /// What was found since stays: the repair did not mend it.</summary>
    /// <param name="gpus">The GPUs whose risk the repair ends: it is told anew for as long as it stands, and what it rests on is past.</param>
    /// <param name="by">Journal actor: "person:ada", "policy".</param>
    /// <returns>How many were resolved.</returns>
    public static async Task<int> ResolveAsync(
        FleetDb db, Guid hostId, DateTimeOffset repairedAt, IReadOnlyCollection<string> gpus, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mended = await db.Conditions
            .Where(condition => condition.HostId == hostId && condition.State == ConditionState.Firing
                && (condition.LastFoundAt < repairedAt || (condition.Code == FaultCatalog.Risk.Code && gpus.Contains(condition.GpuUuid!))))
            .ToListAsync(cancellationToken);
        foreach (var condition in mended)
        {
            ConditionStore.Resolve(db, condition, by, "The Host was repaired.", siteId: null, now);
        }

        return mended.Count;
    }
}
