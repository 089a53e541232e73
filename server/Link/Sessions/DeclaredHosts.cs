using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Whose a certificate is, by the inventory.</summary>
internal static class DeclaredHosts
{
    /// <returns>Null: it is not declared.</returns>
    public static Task<HostIdentity?> FindAsync(FleetDb db, Guid hostId, CancellationToken cancellationToken) =>
        db.Hosts.Where(host => host.Id == hostId)
            .Select(host => new HostIdentity(host.Id, host.Name, host.SiteId)).SingleOrDefaultAsync(cancellationToken);
}
