namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>Tells a Frame by what differs from a reference: runs of fields that are the same, absent or changed, and behind each
/// run of changed ones their differences. Keeps its lists between calls: it is called each second.</summary>
internal sealed class FrameEncoder
{
    private readonly List<WireToken> tokens = [];
    private readonly WireWriter told = new();
    private int[] taken = [];

    /// <summary>Null where the message has something that the reference lacks: then it has to be told whole.</summary>
    public byte[]? Encode(FrameReference reference, ReadOnlySpan<byte> message)
    {
        if (!WireReader.Read(message, tokens) || !Match(reference))
        {
            return null;
        }

        told.Clear();
        for (var column = 0; column < reference.Columns.Length;)
        {
            column = WriteRun(reference, message, column);
        }

        return told.ToArray();
    }

    /// <summary>Finds for each of the reference's tokens the one of the message that has its place; -1 where there is none.</summary>
    private bool Match(FrameReference reference)
    {
        var slots = reference.Tokens;
        if (taken.Length < slots.Length)
        {
            taken = new int[slots.Length];
        }

        var slot = 0;
        for (var place = 0; place < tokens.Count; place++, slot++)
        {
            var (tag, depth) = (tokens[place].Tag, tokens[place].Depth);
            while (slot < slots.Length && slots[slot].Depth >= depth && (slots[slot].Depth > depth || slots[slot].Tag != tag))
            {
                taken[slot++] = -1;
            }

            if (slot == slots.Length || slots[slot].Depth < depth)
            {
                return false;
            }

            taken[slot] = place;
        }

        taken.AsSpan(slot, slots.Length - slot).Fill(-1);
        return true;
    }

    /// <summary>Answers the column behind the run.</summary>
    private int WriteRun(FrameReference reference, ReadOnlySpan<byte> message, int first)
    {
        var change = ChangeAt(reference, message, first);
        var end = first + 1;
        while (end < reference.Columns.Length && Continues(reference, message, end, change))
        {
            end++;
        }

        told.Varint(FrameRun.Code(end - first, change));
        for (var column = first; change is FrameChange.Changed && column < end; column++)
        {
            WriteDifference(reference.Tokens[reference.Columns[column]], tokens[taken[reference.Columns[column]]], message);
        }

        return end;
    }

    private bool Continues(FrameReference reference, ReadOnlySpan<byte> message, int column, FrameChange change)
    {
        var here = ChangeAt(reference, message, column);
        // A number that happens to be the same between two that are not: a difference of 0 is shorter than two more runs.
        return here == change || (change is FrameChange.Changed && here is FrameChange.Same
            && reference.Tokens[reference.Columns[column]].Type == WireToken.Varint
            && column + 1 < reference.Columns.Length && ChangeAt(reference, message, column + 1) is FrameChange.Changed);
    }

    private FrameChange ChangeAt(FrameReference reference, ReadOnlySpan<byte> message, int column)
    {
        var slot = reference.Columns[column];
        if (taken[slot] < 0)
        {
            return FrameChange.Absent;
        }

        var (before, now) = (reference.Tokens[slot], tokens[taken[slot]]);
        var same = now.IsMessage || (now.Type == WireToken.Varint
            ? now.Value == before.Value
            : reference.Content(slot).SequenceEqual(message.Slice(now.Start, now.Length)));
        return same ? FrameChange.Same : FrameChange.Changed;
    }

    private void WriteDifference(WireToken before, WireToken now, ReadOnlySpan<byte> message)
    {
        switch (now.Type)
        {
            case WireToken.Varint:
                told.Signed(unchecked(now.Number - before.Number));
                break;
            case WireToken.Bytes:
                told.Varint((ulong)now.Length);
                told.Raw(message.Slice(now.Start, now.Length));
                break;
            default:
                told.Raw(message.Slice(now.Start, now.Length));
                break;
        }
    }
}
