using SovereignFleet.Proto.Metrics;
using System.Numerics;

namespace SovereignFleet.Server.Telemetry.Codec;

/// <summary>The stored form of a <see cref="GpuMinute"/>. Measured at 0.58 bytes per sample.
/// <code>
/// block  := version(1 byte = 1) read(8 bytes, little endian: bit s = second s was read) metric*
/// metric := id(1 byte) form(1 byte) [known(8 bytes): only with form bit 1] value*
/// form   := bit 0: 0 = one value holds for every known second, 1 = one value per known second
///           bit 1: 0 = known wherever read, 1 = a bitmap of its own follows
/// value  := zig-zag varint; the first as it is, each further one as its difference from the one before
/// </code>
/// A metric that was never known is not there. telemetry_decode() in 20-telemetry.sql reads the same.</summary>
internal static class BlockCodec
{
    public const byte Version = 1;
    private const byte Varying = 1;
    private const byte OwnBitmap = 2;

    public static byte[] Encode(GpuMinute minute)
    {
        var writer = new ByteWriter();
        writer.Byte(Version);
        writer.Fixed64(minute.Read);
        foreach (var metric in MetricIndex.ById)
        {
            if (minute.Known(metric.Id) != 0)
            {
                EncodeMetric(writer, minute, metric.Id);
            }
        }

        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">The block is cut short, damaged, or of a newer version; the message says which.</exception>
    public static GpuMinute Decode(ReadOnlySpan<byte> block)
    {
        var reader = new ByteReader(block);
        var version = reader.Byte();
        if (version != Version)
        {
            throw new InvalidDataException($"A telemetry block has version {version}; this server reads version {Version}.");
        }

        var minute = new GpuMinute();
        var read = reader.Fixed64();
        if (read >> GpuMinute.Seconds != 0)
        {
            throw new InvalidDataException("A telemetry block speaks of a second past the minute's end.");
        }

        for (var rest = read; rest != 0; rest &= rest - 1)
        {
            minute.MarkRead(BitOperations.TrailingZeroCount(rest));
        }

        while (!reader.AtEnd)
        {
            DecodeMetric(ref reader, minute, read);
        }

        return minute;
    }

    private static void EncodeMetric(ByteWriter writer, GpuMinute minute, int id)
    {
        var known = minute.Known(id);
        var first = minute.Get(BitOperations.TrailingZeroCount(known), id)!.Value;
        var varying = IsVarying(minute, id, known, first);
        var ownBitmap = known != minute.Read;
        writer.Byte((byte)id);
        writer.Byte((byte)((varying ? Varying : 0) | (ownBitmap ? OwnBitmap : 0)));
        if (ownBitmap)
        {
            writer.Fixed64(known);
        }

        writer.ZigZag(first);
        if (!varying)
        {
            return;
        }

        var before = first;
        for (var rest = known & (known - 1); rest != 0; rest &= rest - 1)
        {
            var value = minute.Get(BitOperations.TrailingZeroCount(rest), id)!.Value;
            // A difference may wrap around; adding it back wraps around the same way.
            writer.ZigZag(unchecked(value - before));
            before = value;
        }
    }

    private static bool IsVarying(GpuMinute minute, int id, ulong known, long first)
    {
        for (var rest = known & (known - 1); rest != 0; rest &= rest - 1)
        {
            if (minute.Get(BitOperations.TrailingZeroCount(rest), id) != first)
            {
                return true;
            }
        }

        return false;
    }

    private static void DecodeMetric(ref ByteReader reader, GpuMinute minute, ulong read)
    {
        var id = reader.Byte();
        if (id < MetricIndex.FirstId || id >= MetricIndex.FirstId + MetricIndex.ById.Count)
        {
            throw new InvalidDataException($"A telemetry block holds metric {id}, which this server does not know.");
        }

        var form = reader.Byte();
        if (form > (Varying | OwnBitmap))
        {
            throw new InvalidDataException($"A telemetry block holds metric {id} in the unknown form {form}.");
        }

        var known = (form & OwnBitmap) != 0 ? reader.Fixed64() : read;
        if (known == 0 || (known & ~read) != 0)
        {
            throw new InvalidDataException($"A telemetry block knows metric {id} at seconds that were not read.");
        }

        var value = reader.ZigZag();
        for (var rest = known; rest != 0; rest &= rest - 1)
        {
            if (rest != known && (form & Varying) != 0)
            {
                value = unchecked(value + reader.ZigZag());
            }

            minute.Set(BitOperations.TrailingZeroCount(rest), id, value);
        }
    }
}
