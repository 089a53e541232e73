using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SovereignFleet.Server.Journal;

/// <summary>The hash chain's arithmetic. Pure.</summary>
internal static class JournalHash
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>SHA-256(<paramref name="previous"/> ‖ canonical form). In the canonical form every field stands with its length before it
    /// (-1: null), so that no text can be moved from one field into the next.</summary>
    public static byte[] Of(byte[] previous, long position, JournalEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in Fields(position, entry))
        {
            var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    private static string?[] Fields(long position, JournalEntry entry) =>
    [
        position.ToString(CultureInfo.InvariantCulture),
        entry.Id.ToString(CultureInfo.InvariantCulture),
        // Postgres keeps microseconds.
        (entry.At.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        entry.Actor, entry.Kind, entry.SiteId, entry.HostId?.ToString(), entry.GpuUuid, entry.DrainId?.ToString(), entry.Summary, entry.Data,
    ];
}
