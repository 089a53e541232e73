using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SovereignFleet.Server.Link.Events;

/// <summary>Events of which only the count is kept apart. Pure.</summary>
internal static class EventFold
{
    /// <summary>No spool is named so: a spool's name is a UUID.</summary>
    public const string Spool = "folded:";

    public static long HourOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / 3600;

    /// <summary>What an Event is folded with: all of the same Host, kind, code and GPU.</summary>
    public static string ThingOf(StoredEvent seen) => string.Create(CultureInfo.InvariantCulture, $"{seen.HostId} {seen.Kind} {seen.Code} {seen.GpuUuid}");

    /// <summary>As many of one thing as one, with the text of the last.</summary>
    public static StoredEvent Of(IEnumerable<StoredEvent> alike, DateTimeOffset now)
    {
        var all = alike.OrderBy(seen => seen.At).ToArray();
        var last = all[^1];
        return new StoredEvent
        {
            HostId = last.HostId,
            SpoolId = Spool + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ThingOf(last))).AsSpan(0, 16)),
            Sequence = HourOf(now),
            At = last.At,
            ReadAt = last.ReadAt,
            ReceivedAt = last.ReceivedAt,
            Skew = last.Skew,
            BootId = last.BootId,
            IsFolded = true,
            Kind = last.Kind,
            GpuUuid = last.GpuUuid,
            Code = last.Code,
            Count = (int)Math.Min(all.Sum(seen => (long)seen.Count), int.MaxValue),
            Source = last.Source,
            Text = last.Text,
            Detail = last.Detail,
        };
    }
}
