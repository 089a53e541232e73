using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet;

/// <summary>The declared Sites, for whoever binds people to one.</summary>
internal sealed class KnownSites(IDbContextFactory<FleetDb> contexts) : IKnownSites
{
    public async Task<bool> HasAsync(string siteId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Sites.AnyAsync(site => site.Id == siteId, cancellationToken);
    }
}
