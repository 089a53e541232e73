namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>Puts a Frame together again: its bytes are those that were encoded.</summary>
internal sealed class FrameDecoder
{
    private readonly WireWriter written = new();
    private bool[] present = [];
    private ulong[] values = [];
    private (int Start, int Length)[] contents = [];
    private int[] sizes = [];

    /// <summary>Null where it was not told by this reference.</summary>
    public byte[]? Decode(FrameReference reference, ReadOnlySpan<byte> told)
    {
        if (present.Length < reference.Tokens.Length)
        {
            var slots = reference.Tokens.Length;
            (present, values, contents, sizes) = (new bool[slots], new ulong[slots], new (int, int)[slots], new int[slots]);
        }

        if (!ReadRuns(reference, told))
        {
            return null;
        }

        Measure(reference);
        written.Clear();
        for (var slot = 0; slot < reference.Tokens.Length; slot++)
        {
            if (present[slot])
            {
                Write(reference, slot, told);
            }
        }

        return written.ToArray();
    }

    private bool ReadRuns(FrameReference reference, ReadOnlySpan<byte> told)
    {
        var (column, at) = (0, 0);
        while (at < told.Length)
        {
            if (!WireReader.TryReadVarint(told, ref at, out var code))
            {
                return false;
            }

            var (length, change) = FrameRun.Of(code);
            if (length == 0 || length > reference.Columns.Length - column)
            {
                return false;
            }

            for (var end = column + length; column < end; column++)
            {
                if (!ReadSlot(reference, reference.Columns[column], change, told, ref at))
                {
                    return false;
                }
            }
        }

        return column == reference.Columns.Length;
    }

    private bool ReadSlot(FrameReference reference, int slot, FrameChange change, ReadOnlySpan<byte> told, ref int at)
    {
        var before = reference.Tokens[slot];
        present[slot] = change is not FrameChange.Absent;
        values[slot] = before.Value;
        contents[slot] = (-1, before.Length);
        if (change is not FrameChange.Changed)
        {
            return true;
        }

        if (before.Type == WireToken.Varint)
        {
            var sound = WireReader.TryReadVarint(told, ref at, out var code);
            values[slot] = before.CodeOf(unchecked(before.Number + ((long)(code >> 1) ^ -(long)(code & 1))));
            return sound;
        }

        var length = (ulong)before.Length;
        if (before.IsMessage || (before.Type == WireToken.Bytes && !WireReader.TryReadVarint(told, ref at, out length)) || length > (ulong)(told.Length - at))
        {
            return false;
        }

        contents[slot] = (at, (int)length);
        at += (int)length;
        return true;
    }

    /// <summary>A message's length comes before what is in it: so they are summed from the end.</summary>
    private void Measure(FrameReference reference)
    {
        Array.Clear(sizes, 0, reference.Tokens.Length);
        for (var slot = reference.Tokens.Length - 1; slot >= 0; slot--)
        {
            var token = reference.Tokens[slot];
            if (!present[slot])
            {
                continue;
            }

            sizes[slot] += token.IsMessage ? 0 : token.Type == WireToken.Varint ? WireWriter.SizeOf(values[slot]) : contents[slot].Length;
            if (token.Parent >= 0)
            {
                var prefix = token.Type == WireToken.Bytes ? WireWriter.SizeOf((ulong)sizes[slot]) : 0;
                sizes[token.Parent] += WireWriter.SizeOf(token.Tag) + prefix + sizes[slot];
            }
        }
    }

    private void Write(FrameReference reference, int slot, ReadOnlySpan<byte> told)
    {
        var token = reference.Tokens[slot];
        written.Varint(token.Tag);
        if (token.Type == WireToken.Varint)
        {
            written.Varint(values[slot]);
            return;
        }

        if (token.Type == WireToken.Bytes)
        {
            written.Varint((ulong)sizes[slot]);
        }

        if (!token.IsMessage)
        {
            var (start, length) = contents[slot];
            written.Raw(start < 0 ? reference.Content(slot) : told.Slice(start, length));
        }
    }
}
