using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Ingest.Gateway;
using SovereignFleet.Server.Telemetry;

namespace SovereignFleet.Server.Ingest;

/// <summary>Gives each stream's session what all of them share.</summary>
internal sealed class HostSessionFactory(
    LiveStreams streams,
    MessageCommitter committer,
    BlockStore blocks,
    PulseBoard pulses,
    GatewayReadings gateway,
    IEnumerable<IHostObserver> observers,
    IngestMetrics metrics,
    Microsoft.Extensions.Options.IOptions<IngestOptions> options,
    TimeProvider time,
    ILogger<HostSession> logger)
{
    private readonly IHostObserver[] observers = [.. observers];

    public HostSession Create(HostStream stream, Hello hello) =>
        new(stream, hello, new HostInbox(stream.Host, hello, stream.Minutes, committer, blocks, pulses, gateway, observers, metrics, time, logger), streams, observers, options.Value, time, logger);
}
