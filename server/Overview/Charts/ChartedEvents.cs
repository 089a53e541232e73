using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview.Charts;

/// <summary>What one Host's agent told of as it happened, for the axis of its charts: also what no rule made a Condition of.</summary>
internal sealed class ChartedEvents(IDbContextFactory<FleetDb> contexts)
{
    private const int Most = 1_000;

    /// <param name="kinds">None: every kind.</param>
    /// <returns>The latest first; null: there is no such Host in the scope.</returns>
    public async Task<IReadOnlyList<Wire.HostEvent>?> ReadAsync(
        string hostName, IReadOnlyCollection<string> kinds, DateTimeOffset from, DateTimeOffset to, SiteScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var host = await db.Hosts.AsNoTracking().SingleOrDefaultAsync(host => host.Name == hostName, cancellationToken);
        if (host is null || !scope.Includes(host.SiteId))
        {
            return null;
        }

        var seen = db.Events.AsNoTracking().Where(stored => stored.HostId == host.Id && stored.At >= from && stored.At <= to);
        if (kinds.Count > 0)
        {
            seen = seen.Where(stored => kinds.Contains(stored.Kind));
        }

        return [.. (await seen.OrderByDescending(stored => stored.At).Take(Most).ToListAsync(cancellationToken)).Select(Map)];
    }

    private static Wire.HostEvent Map(StoredEvent seen) => new()
    {
        At = seen.At.ToTimestamp(),
        Kind = seen.Kind,
        GpuUuid = seen.GpuUuid ?? "",
        Code = seen.Code,
        Count = (uint)seen.Count,
        Text = seen.Text,
    };
}
