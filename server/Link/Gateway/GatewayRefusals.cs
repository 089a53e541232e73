using System.Collections.Concurrent;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Link.Gateway;

/// <summary>What an agent said of a Host that it is not the gateway of: counted each time, told once.</summary>
internal sealed partial class GatewayRefusals(LinkMetrics metrics, ILogger<GatewayRefusals> logger)
{
    /// <summary>An agent that invents Hosts fills neither the Journal nor our memory.</summary>
    private const int MostOfOne = 50;

    private readonly ConcurrentDictionary<(Guid Gateway, string Host), byte> told = new();

    /// <returns>What the Journal is to hold of it; null: it was told already.</returns>
    public JournalEntry? Tell(HostIdentity gateway, string host, string what, DateTimeOffset now)
    {
        metrics.GatewayRefused();
        var name = EventMapper.Clean(host, 253);
        if (told.Keys.Count(key => key.Gateway == gateway.Id) >= MostOfOne || !told.TryAdd((gateway.Id, name), 0))
        {
            return null;
        }

        Log.GatewayRefused(logger, gateway.Name, what, name);
        return new JournalEntry
        {
            At = now,
            Actor = "agent:" + gateway.Name,
            Kind = JournalKinds.GatewayRefused,
            SiteId = gateway.SiteId,
            HostId = gateway.Id,
            Summary = $"{gateway.Name} told {what} of {name}, whose BMC gateway it is not in the inventory: not taken.",
        };
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2704, Level = LogLevel.Warning, Message = "{Gateway} told {What} of {Host}, whose BMC gateway it is not in the inventory: not taken")]
        public static partial void GatewayRefused(ILogger logger, string gateway, string what, string host);
    }
}
