using System.Collections.Concurrent;

namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>Where the server may connect to by what the inventory says, and what came of it. Who may apply the inventory hears that a place cannot
/// be reached; why it cannot, which would tell what else runs there, only the log says, once until it changes.</summary>
internal sealed partial class AllowedDestinations(DestinationsOptions options, ILogger<AllowedDestinations> logger)
{
    public const string CannotBeReached = "cannot be reached; the server's log says why";

    private readonly ConcurrentDictionary<string, string> faults = new();

    public AddressList Balancers { get; } = new("Destinations:Balancers", options.Balancers);

    public AddressList Tickets { get; } = new("Destinations:Tickets", options.Tickets);

    public SocketList Sockets { get; } = new(options.Sockets);

    /// <param name="place">"tcp:10.0.0.1:9999"</param>
    /// <param name="reason">Null: it was reached.</param>
    public void Note(string place, string? reason)
    {
        if (reason is null)
        {
            faults.TryRemove(place, out _);
        }
        else if (!faults.TryGetValue(place, out var before) || before != reason)
        {
            faults[place] = reason;
            Log.DestinationNotReached(logger, place, reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "{Place} cannot be reached: {Reason}")]
        public static partial void DestinationNotReached(ILogger logger, string place, string reason);
    }
}
