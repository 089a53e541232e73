namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>Takes a message apart into its tokens, in their order on the wire.</summary>
internal static class WireReader
{
    /// <summary>False where it is no message that we would write; then the tokens mean nothing.</summary>
    public static bool Read(ReadOnlySpan<byte> message, List<WireToken> tokens)
    {
        tokens.Clear();
        return Read(message, 0, message.Length, FrameSchema.Top, -1, tokens);
    }

    public static bool TryReadVarint(ReadOnlySpan<byte> from, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && at < from.Length; shift += 7)
        {
            var octet = from[at++];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Read(ReadOnlySpan<byte> message, int start, int end, int node, int parent, List<WireToken> tokens)
    {
        var depth = parent < 0 ? 0 : tokens[parent].Depth + 1;
        var at = start;
        while (at < end)
        {
            if (!TryReadVarint(message[..end], ref at, out var tag) || tag > uint.MaxValue)
            {
                return false;
            }

            if (!ReadField(message[..end], (uint)tag, depth, node, parent, tokens, ref at))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReadField(ReadOnlySpan<byte> message, uint tag, int depth, int node, int parent, List<WireToken> tokens, ref int at)
    {
        var field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case WireToken.Varint:
                var known = TryReadVarint(message, ref at, out var value);
                tokens.Add(new WireToken(tag, depth, parent, false, FrameSchema.IsSigned(node, field), value, 0, 0));
                return known;
            case WireToken.Bytes when TryReadVarint(message, ref at, out var length) && length <= (ulong)(message.Length - at):
                var start = at;
                at += (int)length;
                var child = FrameSchema.MessageIn(node, field);
                tokens.Add(new WireToken(tag, depth, parent, child != FrameSchema.None, false, 0, start, (int)length));
                return child == FrameSchema.None || Read(message, start, at, child, tokens.Count - 1, tokens);
            case WireToken.Fixed64 or WireToken.Fixed32:
                var size = (tag & 7) == WireToken.Fixed64 ? sizeof(ulong) : sizeof(uint);
                tokens.Add(new WireToken(tag, depth, parent, false, false, 0, at, size));
                at += size;
                return at <= message.Length;
            default:
                return false;
        }
    }
}
