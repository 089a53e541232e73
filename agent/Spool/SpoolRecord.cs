using System.Buffers.Binary;
using System.IO.Hashing;

namespace SovereignFleet.Agent.Spool;

/// <summary>One record on disk: "SFR1", length, sequence, CRC-32 over length, sequence and payload, payload; little-endian.
/// The mark lets a reader find the next record behind a damaged one.</summary>
internal readonly record struct SpoolRecord(ulong Sequence, int Offset, int PayloadLength)
{
    public const int HeaderLength = 20;
    public const int LongestPayload = 4 << 20;

    private const int LengthAt = 4;
    private const int SequenceAt = 8;
    private const int ChecksumAt = 16;

    public static ReadOnlySpan<byte> Mark => "SFR1"u8;

    public int End => Offset + HeaderLength + PayloadLength;

    public static byte[] Encode(ulong sequence, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LongestPayload);
        var record = new byte[HeaderLength + payload.Length];
        Mark.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(LengthAt), payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(SequenceAt), sequence);
        payload.CopyTo(record.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(ChecksumAt), Checksum(record));
        return record;
    }

    /// <summary>Null where no whole and sound record begins at the offset.</summary>
    public static SpoolRecord? Find(ReadOnlySpan<byte> segment, int offset)
    {
        var rest = segment[offset..];
        if (rest.Length < HeaderLength || !rest.StartsWith(Mark))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[LengthAt..]);
        if (length is < 0 or > LongestPayload || rest.Length - HeaderLength < length)
        {
            return null;
        }

        var record = rest[..(HeaderLength + length)];
        return Checksum(record) == BinaryPrimitives.ReadUInt32LittleEndian(record[ChecksumAt..])
            ? new SpoolRecord(BinaryPrimitives.ReadUInt64LittleEndian(record[SequenceAt..]), offset, length)
            : null;
    }

    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var checksum = new Crc32();
        checksum.Append(record[LengthAt..ChecksumAt]);
        checksum.Append(record[HeaderLength..]);
        return checksum.GetCurrentHashAsUInt32();
    }
}
