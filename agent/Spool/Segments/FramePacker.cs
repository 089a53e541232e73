using Google.Protobuf;
using SovereignFleet.Agent.Spool.Packing;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Spool.Segments;

/// <summary>Writes a Frame as what differs from its segment's reference: most of ninety metrics of a GPU are what they were. Each
/// record needs the reference alone and no other record, so a damaged one costs itself; and the reference is there twice.
/// Done at once, not later for a backlog only: it costs less than a tenth of a millisecond each second, a seventh is written and
/// synced instead of the whole, and no segment has to be written anew when the disk may be full already.</summary>
internal sealed class FramePacker
{
    /// <summary>A new reference is worth its place when Frames that had to be whole have taken so many times its room.</summary>
    private const int MostWhole = 3;

    private readonly FrameEncoder encoder = new();
    private ConnectRequest? newest;
    private FrameReference? reference;
    private uint referenceId;
    private long spentWhole;

    public int ReferenceBytes => reference?.Message.Length ?? 0;

    /// <summary>What comes next does not follow what came before: another segment, or a write that failed.</summary>
    public void Begin() => reference = null;

    /// <summary>One or more records, to be written in one piece.</summary>
    public byte[] Pack(ConnectRequest message, byte[] payload)
    {
        if (reference is null || spentWhole > (long)MostWhole * reference.Message.Length)
        {
            return BeginWith(message, payload);
        }

        if (encoder.Encode(reference, payload) is { } told)
        {
            return SpoolRecord.Encode(RecordKind.Delta, message.Sequence, DeltaPayload.Of(referenceId, told));
        }

        newest = Merged(message);
        spentWhole += payload.Length;
        return SpoolRecord.Encode(RecordKind.Whole, message.Sequence, payload);
    }

    /// <summary>The message lies between the two references, so that one bad sector does not take both.</summary>
    private byte[] BeginWith(ConnectRequest message, byte[] payload)
    {
        newest = Merged(message);
        spentWhole = 0;
        var whole = SpoolRecord.Encode(RecordKind.Whole, message.Sequence, payload);
        reference = FrameReference.Of(newest.ToByteArray());
        if (reference is null)
        {
            return whole;
        }

        referenceId = DeltaPayload.IdOf(reference.Message);
        var copy = SpoolRecord.Encode(RecordKind.Reference, referenceId, reference.Message);
        return [.. copy, .. whole, .. copy];
    }

    private ConnectRequest Merged(ConnectRequest message) => MergedFrame.Of(newest ?? message, message);
}
