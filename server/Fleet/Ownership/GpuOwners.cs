using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>Which GPUs a Host may speak of: those that are no other Host's. One that nobody has declared is its own business, and told under its
/// name alone.</summary>
internal static class GpuOwners
{
    /// <summary>Those of the UUIDs that another Host owns, taken out of it or not: who has such a GPU now says so by its Inventory first.</summary>
    public static async Task<HashSet<string>> ForeignAsync(FleetDb db, Guid hostId, IReadOnlyCollection<string> uuids, CancellationToken cancellationToken)
    {
        var named = uuids.Where(GpuNames.IsFit).ToArray();
        return named.Length == 0
            ? []
            : await db.Gpus.Where(gpu => named.Contains(gpu.Uuid) && gpu.HostId != hostId).Select(gpu => gpu.Uuid).ToHashSetAsync(cancellationToken);
    }
}
