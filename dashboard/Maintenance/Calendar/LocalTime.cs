using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace SovereignFleet.Dashboard.Maintenance.Calendar;

/// <summary>What a person types into a field for a time of the wall clock, and the instant that it means.</summary>
internal static class LocalTime
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    public static Timestamp? Read(string typed, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(typed, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        // A time that the clocks skip is the first after the gap; one that comes twice is the first.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return Timestamp.FromDateTimeOffset(new DateTimeOffset(local, offset));
    }

    public static string Write(Timestamp at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).ToString(Forms[0], CultureInfo.InvariantCulture);
}
