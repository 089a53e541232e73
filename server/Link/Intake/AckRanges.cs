using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Says in few numbers which messages are safe.</summary>
internal static class AckRanges
{
    /// <returns>One Ack per spool, its ranges ascending and apart.</returns>
    public static IEnumerable<Ack> Of(IEnumerable<MessageKey> messages) =>
        messages.GroupBy(message => message.SpoolId, (spoolId, ofSpool) => OfSpool(spoolId, ofSpool.Select(message => message.Sequence)));

    private static Ack OfSpool(string spoolId, IEnumerable<ulong> sequences)
    {
        var ack = new Ack { SpoolId = spoolId };
        foreach (var sequence in sequences.Order())
        {
            if (ack.Ranges.Count > 0 && sequence <= ack.Ranges[^1].Last + 1)
            {
                ack.Ranges[^1].Last = sequence;
            }
            else
            {
                ack.Ranges.Add(new SequenceRange { First = sequence, Last = sequence });
            }
        }

        return ack;
    }
}
