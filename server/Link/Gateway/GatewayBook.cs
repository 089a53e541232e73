using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Gateway;

/// <summary>Of which Hosts an agent may speak: those whose BMC gateway the inventory says it is, in its own Site. Looked up anew every few
/// seconds, so that what the inventory takes away ends soon.</summary>
internal sealed class GatewayBook(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, Page> pages = new();

    /// <returns>By their names.</returns>
    public async Task<IReadOnlyDictionary<string, HostIdentity>> HostsOfAsync(HostIdentity gateway, CancellationToken cancellationToken)
    {
        if (pages.TryGetValue(gateway.Id, out var known) && time.GetElapsedTime(known.ReadAt) < CachedFor)
        {
            return known.Hosts;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var readAt = time.GetTimestamp();
        // The gateway's Site as it is now: its certificate's may be of before a move.
        var hosts = await (
            from host in db.Hosts
            join speaker in db.Hosts on host.BmcGatewayId equals speaker.Id
            where speaker.Id == gateway.Id && speaker.SiteId == host.SiteId
            select new HostIdentity(host.Id, host.Name, host.SiteId)).ToDictionaryAsync(host => host.Name, cancellationToken);
        pages[gateway.Id] = new Page(readAt, hosts);
        return hosts;
    }

    private sealed record Page(long ReadAt, IReadOnlyDictionary<string, HostIdentity> Hosts);
}
