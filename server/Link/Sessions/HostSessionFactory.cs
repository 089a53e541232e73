using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Telemetry.Storage;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Gives each stream's session what all of them share.</summary>
internal sealed class HostSessionFactory(
    LiveStreams streams,
    MessageCommitter committer,
    BlockStore blocks,
    HeartbeatBoard heartbeats,
    GatewayReadings gateway,
    IEnumerable<IHostObserver> observers,
    LinkMetrics metrics,
    Microsoft.Extensions.Options.IOptions<LinkOptions> options,
    TimeProvider time,
    ILogger<HostSession> logger)
{
    private readonly IHostObserver[] observers = [.. observers];

    public HostSession Create(HostStream stream, Hello hello) =>
        new(stream, hello, new HostInbox(stream.Host, hello, stream.Minutes, committer, blocks, heartbeats, gateway, observers, metrics, time, logger), streams, observers, options.Value, time, logger);
}
