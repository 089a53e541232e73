using SovereignFleet.Agent.Spool.Packing;
using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Segments;

/// <summary>Reads messages out of segments. Two references are kept taken apart: live Frames and the backlog are read by turns.</summary>
internal sealed class FrameUnpacker
{
    private readonly FrameDecoder decoder = new();
    private (Segment Segment, uint Id, FrameReference Reference)? recent;
    private (Segment Segment, uint Id, FrameReference Reference)? other;

    /// <summary>Null where the record, or what it is told by, is damaged. Throws IOException where the disk cannot read it.</summary>
    public byte[]? Read(Segment segment, SpoolRecord record)
    {
        var payload = segment.Payload(record);
        if (payload is null || record.Kind is RecordKind.Whole)
        {
            return payload;
        }

        return Reference(segment, DeltaPayload.Reference(payload)) is { } reference ? decoder.Decode(reference, DeltaPayload.Told(payload)) : null;
    }

    public void Forget(Segment segment)
    {
        recent = recent?.Segment == segment ? null : recent;
        other = other?.Segment == segment ? null : other;
    }

    private FrameReference? Reference(Segment segment, uint id)
    {
        if (recent is not { } first || first.Segment != segment || first.Id != id)
        {
            (recent, other) = (other, recent);
        }

        if (recent is not { } known || known.Segment != segment || known.Id != id)
        {
            recent = segment.Reference(id) is { } content && FrameReference.Of(content) is { } read ? (segment, id, read) : null;
        }

        return recent?.Reference;
    }
}
