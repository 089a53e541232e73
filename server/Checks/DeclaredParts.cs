using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Checks;

/// <summary>The parts of the fleet that reach out of the house, by name.</summary>
internal sealed record DeclaredParts(IReadOnlyList<Site> Sites, IReadOnlyList<Pool> Pools, IReadOnlyList<Fleet.Host> Hosts)
{
    public static DeclaredParts None { get; } = new([], [], []);

    public static async Task<DeclaredParts> ReadAsync(FleetDb db, CancellationToken cancellationToken) => new(
        await db.Sites.AsNoTracking().OrderBy(site => site.Id).ToListAsync(cancellationToken),
        await db.Pools.AsNoTracking().OrderBy(pool => pool.Id).ToListAsync(cancellationToken),
        await db.Hosts.AsNoTracking().Where(host => host.PoolId != null).OrderBy(host => host.Name).ToListAsync(cancellationToken));
}
