using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace SovereignFleet.Dashboard.Plans.Dialogs;

/// <summary>A moment as a person types it, on the wall clock of a Site.</summary>
internal static class WallClock
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    /// <param name="typed">As the field has it: "2026-11-28T02:00".</param>
    /// <param name="zone">IANA; null: UTC.</param>
    /// <returns>Null: it is no moment.</returns>
    public static Timestamp? Read(string typed, string? zone)
    {
        if (!DateTime.TryParseExact(typed, [Format, Format + "':'ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var clock = ZoneOf(zone);
        // The hour that the clocks skip: the first instant after the gap.
        while (clock.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return new DateTimeOffset(local, clock.GetUtcOffset(local)).ToTimestamp();
    }

    public static string Write(DateTimeOffset at, string? zone) => TimeZoneInfo.ConvertTime(at, ZoneOf(zone)).ToString(Format, CultureInfo.InvariantCulture);

    public static string Name(string? zone) => ZoneOf(zone) is { } known && known != TimeZoneInfo.Utc ? known.Id : "UTC";

    private static TimeZoneInfo ZoneOf(string? zone) => zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.Utc;
}
