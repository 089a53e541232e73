namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>One field of a protobuf message as it stands on the wire. A message's own fields follow it, one deeper.</summary>
/// <param name="Parent">The token of the message that it stands in; -1 at the top.</param>
/// <param name="IsSigned">A varint in zig-zag coding.</param>
/// <param name="Value">Of a number: as on the wire.</param>
/// <param name="Start">Of everything else: where its content begins.</param>
internal readonly record struct WireToken(uint Tag, int Depth, int Parent, bool IsMessage, bool IsSigned, ulong Value, int Start, int Length)
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Bytes = 2;
    public const int Fixed32 = 5;

    public int Type => (int)(Tag & 7);

    public int Field => (int)(Tag >> 3);

    /// <summary>The number that is counted with: differences of zig-zag codes are twice as large.</summary>
    public long Number => IsSigned ? (long)(Value >> 1) ^ -(long)(Value & 1) : (long)Value;

    public ulong CodeOf(long number) => IsSigned ? ((ulong)number << 1) ^ (ulong)(number >> 63) : (ulong)number;
}
