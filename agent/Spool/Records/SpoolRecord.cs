using System.Buffers.Binary;
using System.IO.Hashing;

namespace SovereignFleet.Agent.Spool.Records;

/// <summary>One record on disk: "SF" and two letters of its kind, length, sequence, CRC-32, payload; little-endian. The mark lets a
/// reader find the next record behind a damaged one.</summary>
/// <param name="Sequence">Of a reference: its name (see DeltaPayload).</param>
internal readonly record struct SpoolRecord(RecordKind Kind, ulong Sequence, int Offset, int PayloadLength)
{
    public const int HeaderLength = 20;
    public const int LongestPayload = 4 << 20;

    private const int KindAt = 2;
    private const int LengthAt = 4;
    private const int SequenceAt = 8;
    private const int ChecksumAt = 16;

    /// <summary>What all kinds begin with.</summary>
    public static ReadOnlySpan<byte> Mark => "SF"u8;

    public int Length => HeaderLength + PayloadLength;

    public int End => Offset + Length;

    public static byte[] Encode(RecordKind kind, ulong sequence, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LongestPayload);
        var record = new byte[HeaderLength + payload.Length];
        payload.CopyTo(record.AsSpan(HeaderLength));
        WriteHeader(record, kind, sequence, payload.Length);
        return record;
    }

    /// <summary>A header that lets a reader pass over bytes which are known to be damaged.</summary>
    public static byte[] EncodeVoid(int length)
    {
        var header = new byte[HeaderLength];
        WriteHeader(header, RecordKind.Void, 0, length - HeaderLength);
        return header;
    }

    /// <summary>Null where no whole and sound record begins at the offset.</summary>
    public static SpoolRecord? Find(ReadOnlySpan<byte> segment, int offset)
    {
        var rest = segment[offset..];
        if (!IsMark(rest) || rest.Length < HeaderLength)
        {
            return null;
        }

        var kind = (RecordKind)rest[KindAt];
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[LengthAt..]);
        if (length < 0 || (kind is not RecordKind.Void && length > LongestPayload) || rest.Length - HeaderLength < length)
        {
            return null;
        }

        var record = rest[..(HeaderLength + length)];
        return Checksum(kind, record) == BinaryPrimitives.ReadUInt32LittleEndian(record[ChecksumAt..])
            ? new SpoolRecord(kind, BinaryPrimitives.ReadUInt64LittleEndian(record[SequenceAt..]), offset, length)
            : null;
    }

    public static bool IsMark(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= LengthAt && bytes.StartsWith(Mark) && bytes[LengthAt - 1] == (byte)'1'
        && (RecordKind)bytes[KindAt] is RecordKind.Whole or RecordKind.Delta or RecordKind.Reference or RecordKind.Void;

    private static void WriteHeader(byte[] record, RecordKind kind, ulong sequence, int length)
    {
        Mark.CopyTo(record);
        record[KindAt] = (byte)kind;
        record[LengthAt - 1] = (byte)'1';
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(LengthAt), length);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(SequenceAt), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(ChecksumAt), Checksum(kind, record));
    }

    /// <summary>Of all but itself. The mark of a whole record, the oldest kind, is not in it; of the others it is, so that no
    /// flipped letter makes one kind of another.</summary>
    private static uint Checksum(RecordKind kind, ReadOnlySpan<byte> record)
    {
        var checksum = new Crc32();
        checksum.Append(record[(kind is RecordKind.Whole ? LengthAt : 0)..ChecksumAt]);
        // What a void covers is damaged, and may get more damage.
        checksum.Append(kind is RecordKind.Void ? default : record[HeaderLength..]);
        return checksum.GetCurrentHashAsUInt32();
    }
}
