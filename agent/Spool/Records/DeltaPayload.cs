using System.Buffers.Binary;
using System.IO.Hashing;

namespace SovereignFleet.Agent.Spool.Records;

/// <summary>What a delta's record holds: the name of its reference, and what differs from that. The name is the reference's CRC-32:
/// a sequence would not do, because a spool that lost its own name gives sequences again.</summary>
internal static class DeltaPayload
{
    private const int IdLength = sizeof(uint);

    public static uint IdOf(byte[] reference) => Crc32.HashToUInt32(reference);

    public static byte[] Of(uint reference, byte[] told)
    {
        var payload = new byte[IdLength + told.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, reference);
        told.CopyTo(payload, IdLength);
        return payload;
    }

    public static uint Reference(ReadOnlySpan<byte> payload) =>
        payload.Length < IdLength ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(payload);

    public static ReadOnlySpan<byte> Told(ReadOnlySpan<byte> payload) => payload.Length < IdLength ? default : payload[IdLength..];
}
