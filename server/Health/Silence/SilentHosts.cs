using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>Reads the Hosts that are silent, and those whose silence is still open.</summary>
internal static class SilentHosts
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="hearingSince">Since when this server can hear at all.</param>
    public static async Task<IReadOnlyList<SilentHost>> ReadAsync(
        FleetDb db, string rule, DateTimeOffset hearingSince, LivenessOptions liveness, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var silentBy = liveness.SilentBy(now);
        var rows = await (
            from heartbeat in db.Heartbeats
            join host in db.Hosts on heartbeat.HostId equals host.Id
            let since = db.Conditions.Where(condition => condition.HostId == host.Id && condition.Rule == rule && condition.State != ConditionState.Resolved)
                .Select(condition => (DateTimeOffset?)condition.Since).FirstOrDefault()
            where heartbeat.HeardAt <= silentBy || since != null
            select new
            {
                Identity = new HostIdentity(host.Id, host.Name, host.SiteId),
                heartbeat.HeardAt,
                host.ServiceState,
                Since = since,
                Gateway = db.Hosts.Where(gateway => gateway.Id == host.BmcGatewayId && gateway.SiteId == host.SiteId)
                    .Select(gateway => (Guid?)gateway.Id).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var bmcs = await SilentBmcs.ReadAsync(db, rows.ToDictionary(row => row.Identity.Id, row => row.HeardAt), cancellationToken);
        var captures = await CapturesAsync(db, [.. rows.Select(row => row.Identity.Id)], now, cancellationToken);
        return [.. rows.Select(row => new SilentHost
        {
            Identity = row.Identity,
            HeardAt = row.HeardAt,
            QuietSince = row.HeardAt > hearingSince ? row.HeardAt : hearingSince,
            Expected = row.ServiceState is ServiceState.InService or ServiceState.Draining,
            FiringSince = row.Since,
            GatewayId = row.Gateway,
            Bmc = bmcs.GetValueOrDefault(row.Identity.Id),
            Console = SilentConsole.Of(captures[row.Identity.Id].Where(command => command.CreatedAt > row.HeardAt)),
            CapturesOfADay = captures[row.Identity.Id].Count(command => command.OrderedBy == ConsoleOrders.Actor && command.CreatedAt > now - Day),
        })];
    }

    private static async Task<ILookup<Guid, AgentCommand>> CapturesAsync(FleetDb db, Guid[] hosts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dayAgo = now - Day;
        var found = await (
            from command in db.AgentCommands.AsNoTracking()
            join heartbeat in db.Heartbeats on command.HostId equals heartbeat.HostId
            where hosts.Contains(command.HostId) && command.Name == SilentConsole.CommandName
                && (command.CreatedAt > dayAgo || command.CreatedAt > heartbeat.HeardAt)
            select command).ToListAsync(cancellationToken);
        return found.ToLookup(command => command.HostId);
    }
}
