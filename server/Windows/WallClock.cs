using System.Globalization;

namespace SovereignFleet.Server.Windows;

/// <summary>What a clock on the wall of a Site shows, and the instant that it means.</summary>
internal static class WallClock
{
    private const string Compact = "yyyyMMdd'T'HHmmss";
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        // The hour that the clocks skip: what is to happen in it happens at the first instant after the gap.
        while (zone.IsInvalidTime(local))
        {
            local = new DateTime(local.Ticks - (local.Ticks % Minute.Ticks)).AddMinutes(1);
        }

        // The hour that comes twice: it happens the first time (the larger offset).
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <returns>A time of no zone: the wall clock's alone.</returns>
    public static DateTime Of(DateTimeOffset instant, TimeZoneInfo zone) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>"2026-12-06T02:00", as people write it; null: it is no such time.</summary>
    public static DateTime? Read(string text) =>
        DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? local : null;

    /// <summary>The same, or with an offset: "2026-12-06T02:00-05:00", "2026-12-06T07:00Z".</summary>
    /// <param name="zone">Of a time without an offset; null: it must have one.</param>
    public static DateTimeOffset? ReadInstant(string text, TimeZoneInfo? zone) =>
        Read(text) is { } local ? zone is null ? null : ToInstant(local, zone)
        : DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime()
        : null;

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public static string Write(DateTime local) => local.ToString(local.Second == 0 ? Forms[0] : Forms[1], CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Stamp"/> wrote them, with commas between.</summary>
    public static IEnumerable<DateTime> ReadStamps(string stamps) =>
        stamps.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(stamp => DateTime.ParseExact(stamp, Compact, CultureInfo.InvariantCulture));

    /// <summary>As iCalendar writes it: "20261206T020000".</summary>
    public static string Stamp(DateTime local) => local.ToString(Compact, CultureInfo.InvariantCulture);
}
