namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>The Frame that others are told by. Its tokens are kept in the message's order, in which a message is put together, and
/// in columns, in which it is told: all GPUs' temperatures, then all GPUs' power. So what stays the same is one long run.</summary>
internal sealed class FrameReference
{
    private const int BitsOfAField = 7;
    private const int Deepest = 8;

    private FrameReference(byte[] message, List<WireToken> tokens)
    {
        Message = message;
        Tokens = [.. tokens];
        Columns = new int[Tokens.Length];
        var keys = new ulong[Tokens.Length];
        for (var place = 0; place < Tokens.Length; place++)
        {
            Columns[place] = place;
            keys[place] = Key(keys, Tokens[place]);
        }

        // By the place within a column: the sort itself keeps no order of equals.
        Array.Sort(Columns, (left, right) => keys[left] != keys[right] ? keys[left].CompareTo(keys[right]) : left.CompareTo(right));
    }

    public byte[] Message { get; }

    public WireToken[] Tokens { get; }

    public int[] Columns { get; }

    /// <summary>Null where it is no message that can serve.</summary>
    public static FrameReference? Of(byte[] message)
    {
        var tokens = new List<WireToken>();
        return WireReader.Read(message, tokens) && tokens.TrueForAll(token => token.Depth < Deepest) ? new FrameReference(message, tokens) : null;
    }

    public ReadOnlySpan<byte> Content(int place) => Message.AsSpan(Tokens[place].Start, Tokens[place].Length);

    private static ulong Key(ulong[] keys, WireToken token)
    {
        var above = token.Parent < 0 ? 0 : keys[token.Parent];
        return above | ((ulong)(token.Field & ((1 << BitsOfAField) - 1)) << (BitsOfAField * (Deepest - token.Depth)));
    }
}
