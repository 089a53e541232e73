using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Gives each stream's inbox what all of them share.</summary>
internal sealed class HostInboxes(MessageCommitter committer, FrameWays frames, FloodTeller floods, LinkMetrics metrics, TimeProvider time, ILogger<HostInbox> logger)
{
    public HostInbox Open(HostStream stream)
    {
        frames.Gpus.Forget(stream.Host.Id);
        return new HostInbox(stream, committer, frames, floods, metrics, time, logger);
    }
}
