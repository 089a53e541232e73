using System.Globalization;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>The instant that a written time means. Pure.</summary>
internal static class StampTime
{
    private const int LongestClock = 27; // 2026-07-29T03:26:01.1234567
    private static readonly string[] Days = ["ddd MMM d HH:mm:ss yyyy", "MMM d yyyy HH:mm:ss"];
    private static readonly string[] Clocks = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    /// <summary>What journalctl's full form calls a zone, in minutes from UTC: names that mean one zone only. Any other ("CST", "IST") is
    /// the zone of who reads, as the journal is written in the zone of its host.</summary>
    private static readonly Dictionary<string, int> Zones = new(StringComparer.Ordinal)
    {
        ["Z"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["WET"] = 0,
        ["WEST"] = 60,
        ["CET"] = 60,
        ["CEST"] = 120,
        ["EET"] = 120,
        ["EEST"] = 180,
        ["MSK"] = 180,
        ["SAST"] = 120,
        ["JST"] = 540,
        ["KST"] = 540,
        ["HKT"] = 480,
        ["AWST"] = 480,
        ["ACST"] = 570,
        ["ACDT"] = 630,
        ["AEST"] = 600,
        ["AEDT"] = 660,
        ["NZST"] = 720,
        ["NZDT"] = 780,
        ["EST"] = -300,
        ["EDT"] = -240,
        ["CDT"] = -300,
        ["MST"] = -420,
        ["MDT"] = -360,
        ["PST"] = -480,
        ["PDT"] = -420,
        ["AKST"] = -540,
        ["AKDT"] = -480,
        ["HST"] = -600,
    };

    // Sun Feb 23 16:24:18 2025      Feb  3 2025 13:59:45
    /// <summary>A time of a day and year, in the zone of who reads unless another is written; null where it is none, or is written in another
    /// language.</summary>
    public static DateTimeOffset? OfDay(string written, string offset, TimeZoneInfo zone) =>
        DateTime.TryParseExact(written, Days, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var clock) ? Instant(clock, offset, zone) : null;

    /// <param name="offset">"Z", "+10:00", "+1000", "+10", "CEST"; empty where none is written.</param>
    public static DateTimeOffset? OfIso(string written, string offset, TimeZoneInfo zone)
    {
        // Nanoseconds are more than a time has here.
        var length = Math.Min(written.Length, LongestClock);
        if (!DateTime.TryParseExact(written[..length].Replace(',', '.'), Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return null;
        }

        return Instant(clock, offset, zone);
    }

    private static DateTimeOffset? Instant(DateTime clock, string offset, TimeZoneInfo zone)
    {
        if (Minutes(offset) is not { } minutes)
        {
            return Local(clock, zone);
        }

        var ticks = clock.Ticks - minutes * TimeSpan.TicksPerMinute;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    public static DateTimeOffset? OfUnix(ReadOnlySpan<char> seconds, ReadOnlySpan<char> fraction) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture))
            .AddTicks((long)(double.Parse($"0.{fraction}", CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));

    public static DateTimeOffset? OfUnix(long microseconds) =>
        microseconds is > 0 and < 253_402_300_800_000_000 ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;

    private static DateTimeOffset? Local(DateTime local, TimeZoneInfo zone) =>
        local.Year is > 1 and < 9999 // no zone moves it out of what a time can be
            ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime()
            : null;

    private static int? Minutes(string offset)
    {
        if (offset.Length == 0 || offset[0] is not ('+' or '-'))
        {
            return Zones.TryGetValue(offset, out var named) ? named : null;
        }

        var digits = offset[1..].Replace(":", "", StringComparison.Ordinal);
        var minutes = int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60
            + (digits.Length == 4 ? int.Parse(digits.AsSpan(2, 2), CultureInfo.InvariantCulture) : 0);
        return offset[0] == '-' ? -minutes : minutes;
    }
}
