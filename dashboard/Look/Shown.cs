using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace SovereignFleet.Dashboard.Look;

/// <summary>How values are written: at most three significant digits, "–" where nothing is known, never 0 for unknown.</summary>
internal static class Shown
{
    public const string Nothing = "–";

    public static string Number(double? value)
    {
        if (value is not { } v || double.IsNaN(v))
        {
            return Nothing;
        }

        if (Math.Abs(v) >= 1000)
        {
            var step = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(v))) - 2);
            return (Math.Round(v / step) * step).ToString("0", CultureInfo.InvariantCulture);
        }
        var decimals = Math.Abs(v) switch { >= 100 => 0, >= 10 => 1, _ => 2 };
        return Math.Round(v, decimals).ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>A unit in its sign, from ipmitool's words.</summary>
    public static string Unit(string unit) => unit switch
    {
        "degrees C" => "°C",
        "degrees F" => "°F",
        "Watts" => "W",
        "Volts" => "V",
        "Amps" => "A",
        "percent" => "%",
        _ => unit,
    };

    public static string Exact(double? value) => value is { } v ? v.ToString("R", CultureInfo.InvariantCulture) : "unknown";

    public static string Gibibytes(double? bytes) => Number(bytes / (1024.0 * 1024 * 1024));

    /// <summary>A probability as a percentage; below a tenth of a percent only the bound is honest.</summary>
    public static string Percent(double? part) => part switch
    {
        null => Nothing,
        > 0 and < 0.001 => "<0.1 %",
        { } p => Number(p * 100) + " %",
    };

    /// <summary>Who did or asked for something, from the record's form ("person:ada", "condition:...", "risk").</summary>
    public static string Actor(string actor) => actor.Split(':', 2) switch
    {
        ["person", var name] => name,
        ["rule", var name] => "rule " + name,
        ["agent", var host] => "agent of " + host,
        ["condition", _] => "a firing condition",
        ["risk"] => "a predicted failure",
        _ => actor,
    };

    /// <summary>rack B07, U12</summary>
    public static string Place(string rack, uint u) =>
        rack.Length == 0 ? "no rack declared" : u == 0 ? $"rack {rack}" : $"rack {rack}, U{u.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What somebody typed, as far as it needs to be seen to be known again.</summary>
    public static string Short(string typed) => typed.Length <= 60 ? typed : typed[..60] + "…";

    /// <summary>75 s, 4 min, 3 h, 2 d: how long something has lasted.</summary>
    public static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => "0 s",
        < 120 => Whole(span.TotalSeconds) + " s",
        < 7200 => Whole(span.TotalMinutes) + " min",
        < 172_800 => Whole(span.TotalHours) + " h",
        _ => Whole(span.TotalDays) + " d",
    };

    /// <summary>Relative up to an hour, then local to the site with the zone's name.</summary>
    public static string Moment(Timestamp? at, DateTimeOffset now, string? timeZone)
    {
        if (at is null)
        {
            return "never";
        }

        var distance = now - at.ToDateTimeOffset();
        if (distance.Duration() < TimeSpan.FromHours(1))
        {
            return distance < TimeSpan.Zero ? "in " + Span(-distance) : Span(distance) + " ago";
        }

        return Local(at, timeZone);
    }

    /// <summary>23 Nov 04:10 Europe/Berlin</summary>
    public static string Local(Timestamp at, string? timeZone)
    {
        var zone = Zone(timeZone);
        return TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).ToString("d MMM HH:mm", CultureInfo.InvariantCulture) + " " + (zone == TimeZoneInfo.Utc ? "UTC" : zone.Id);
    }

    public static string Iso(Timestamp? at) => at is null ? "" : at.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string? id) =>
        !string.IsNullOrEmpty(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    private static string Whole(double value) => Math.Floor(value).ToString(CultureInfo.InvariantCulture);
}
