using System.Buffers;
using System.Buffers.Binary;

namespace SovereignFleet.Server.Telemetry.Codec;

/// <summary>Appends the codec's primitives.</summary>
internal readonly struct ByteWriter()
{
    private readonly ArrayBufferWriter<byte> buffer = new(512);

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    /// <summary>Small numbers of either sign become few bytes: 0, -1, 1, -2 are 0, 1, 2, 3; seven bits per byte, low first.</summary>
    public void ZigZag(long value)
    {
        var rest = (ulong)(value << 1 ^ value >> 63);
        for (; rest > 0x7F; rest >>= 7)
        {
            Byte((byte)(rest | 0x80));
        }

        Byte((byte)rest);
    }

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();
}
