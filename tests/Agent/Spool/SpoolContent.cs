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

    public static string[] Texts(MessageSpool spool, SpoolLane lane) => [.. Of(spool, lane).Select(TextOf)];

    public static string TextOf(AgentMessage message) => message.Event?.Text ?? message.Frame.Gpus[0].Uuid;

    public static AgentMessage FrameOf(string text) => new() { Frame = new Frame { Gpus = { new GpuReading { Uuid = text } } } };

    public static AgentMessage EventOf(string text) => new() { Event = new Event { Text = text } };

    public static SequenceRange Range(ulong first, ulong last) => new() { First = first, Last = last };
}
