using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Telemetry.Storage;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Gives each stream's inbox what all of them share.</summary>
internal sealed class HostInboxes(
    MessageCommitter committer, BlockStore blocks, LiveFrames live, LinkMetrics metrics, TimeProvider time, ILogger<HostInbox> logger)
{
    public HostInbox Open(HostStream stream) => new(stream, committer, blocks, live, metrics, time, logger);
}
