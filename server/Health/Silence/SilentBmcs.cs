using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>Reads what gateways told of the BMCs of silent Hosts.</summary>
internal static class SilentBmcs
{
    private const int LogRecords = 5;

    /// <summary>What took a Host down stands in its BMC's log before its agent falls silent.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(10);

    /// <param name="heardAt">By Host: those that are asked for, and when each was heard last.</param>
    public static async Task<IReadOnlyDictionary<Guid, SilentBmc>> ReadAsync(
        FleetDb db, IReadOnlyDictionary<Guid, DateTimeOffset> heardAt, CancellationToken cancellationToken)
    {
        var hosts = heardAt.Keys.ToArray();
        var rows = await (
            from bmc in db.GatewayBmcs.AsNoTracking()
            join gateway in db.Hosts.AsNoTracking() on bmc.GatewayId equals gateway.Id
            where hosts.Contains(bmc.HostId)
            select new { Bmc = bmc, Gateway = gateway.Name }).ToListAsync(cancellationToken);
        var found = new Dictionary<Guid, SilentBmc>();
        foreach (var row in rows)
        {
            var since = heardAt[row.Bmc.HostId] - Before;
            var log = await db.Events.AsNoTracking()
                .Where(seen => seen.HostId == row.Bmc.HostId && seen.Kind == EventKinds.BmcSel && seen.At >= since)
                .OrderByDescending(seen => seen.At).Take(LogRecords).Select(seen => seen.Text).ToListAsync(cancellationToken);
            found[row.Bmc.HostId] = SilentBmc.Of(row.Bmc, row.Gateway, log);
        }

        return found;
    }
}
