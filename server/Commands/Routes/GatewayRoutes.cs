using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Routes;

/// <summary>By which stream a command goes: to the Host's own agent, or, where that is silent and the command is one for its BMC, to
/// the gateway's.</summary>
internal sealed class GatewayRoutes
{
    private readonly IReadOnlyDictionary<Guid, HostStream> live;
    private readonly Dictionary<Guid, Guid> gateways;
    private readonly Dictionary<Guid, string> names;

    private GatewayRoutes(IReadOnlyDictionary<Guid, HostStream> live, Dictionary<Guid, Guid> gateways, Dictionary<Guid, string> names) =>
        (this.live, this.gateways, this.names) = (live, gateways, names);

    /// <summary>The Hosts that a stream of this replica leads to, itself or as a gateway.</summary>
    public IReadOnlyCollection<Guid> Hosts => [.. live.Keys.Union(gateways.Keys)];

    /// <param name="silentBy">An agent that was heard since is told itself.</param>
    public static async Task<GatewayRoutes> LoadAsync(
        FleetDb db, IReadOnlyDictionary<Guid, HostStream> live, DateTimeOffset silentBy, CancellationToken cancellationToken)
    {
        var found = await (
            from host in db.Hosts
            join gateway in db.Hosts on host.BmcGatewayId equals gateway.Id
            where live.Keys.Contains(gateway.Id) && gateway.SiteId == host.SiteId
            select new
            {
                host.Id,
                host.Name,
                Gateway = gateway.Id,
                Heard = db.Heartbeats.Any(heartbeat => heartbeat.HostId == host.Id && heartbeat.HeardAt > silentBy),
            }).ToListAsync(cancellationToken);
        return new GatewayRoutes(
            live,
            found.Where(row => !row.Heard && !live.ContainsKey(row.Id)).ToDictionary(row => row.Id, row => row.Gateway),
            found.ToDictionary(row => row.Id, row => row.Name));
    }

    /// <summary>Null: by none that this replica holds.</summary>
    /// <param name="bmcOf">The Host whose BMC the gateway is to ask; empty: the stream is the Host's own.</param>
    public HostStream? Find(AgentCommand command, out string bmcOf)
    {
        bmcOf = "";
        // What a gateway was told stays with it: told to both, a power cycle would be two.
        if (command.Via is { } via)
        {
            bmcOf = names.GetValueOrDefault(command.HostId, "");
            return bmcOf.Length > 0 ? live.GetValueOrDefault(via) : null;
        }

        if (live.TryGetValue(command.HostId, out var own))
        {
            return own;
        }

        if (!gateways.TryGetValue(command.HostId, out var gateway) || !MayGo(command))
        {
            return null;
        }

        bmcOf = names[command.HostId];
        return live[gateway];
    }

    private static bool MayGo(AgentCommand command) => CommandKinds.Find(command.Name)?.Descriptor.ByGateway switch
    {
        GatewayUse.Repeatable => true,
        // The Host's own agent may have been told already.
        GatewayUse.Once => command.State == CommandState.Pending,
        // No kind: a command of a newer version of this server.
        GatewayUse.Never or null => false,
        var unknown => throw new ArgumentOutOfRangeException(nameof(command), unknown, "Unknown use of a gateway."),
    };
}
