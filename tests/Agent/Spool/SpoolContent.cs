using SovereignFleet.Agent.Spool;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Spool;

internal static class SpoolContent
{
    /// <summary>All that a lane still holds, in its order.</summary>
    public static IEnumerable<AgentMessage> Of(MessageSpool spool, SpoolLane lane)
    {
        for (var message = spool.Next(lane, 0); message is not null; message = spool.Next(lane, message.Sequence))
        {
            yield return message;
        }
    }
}
