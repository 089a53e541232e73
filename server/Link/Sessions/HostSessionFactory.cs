using Microsoft.Extensions.Options;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Gives each stream's session what all of them share.</summary>
internal sealed class HostSessionFactory(
    LiveStreams streams, HostInboxes inboxes, IEnumerable<IHostObserver> observers, IOptions<LinkOptions> options, TimeProvider time, ILogger<HostSession> logger)
{
    private readonly IHostObserver[] observers = [.. observers];

    public HostSession Create(HostStream stream) => new(stream, inboxes.Open(stream), streams, observers, options.Value, time, logger);
}
