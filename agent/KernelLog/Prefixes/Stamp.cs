using System.Globalization;
using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>A time before the text of a line, with the blank behind it. Where the form lacks the year, or counts from the line before, the
/// time is not known. Pure.</summary>
/// <param name="IsSyslogs">Only a syslog daemon or the journal writes it: a host and a tag follow.</param>
internal readonly partial record struct Stamp(int Length, DateTimeOffset? At = null, TimeSpan? SinceBoot = null, bool IsSyslogs = false)
{
    private const double MostSeconds = 1e10;

    // Letters are a zone where a host and a tag still follow: "UTC gpu1 kernel:", but not "NODE kernel:".
    private const string Zone = @"(?: (?<zone>[+-]\d\d:?\d\d|(?:Z|UTC|MSK|[A-Z]{1,3}T)(?=(?: \d{4})? [^\s:]{1,255} \S{1,64}:)))";

    /// <summary>Null where no time stands here.</summary>
    public static Stamp? Read(string line, int begin, TimeZoneInfo zone)
    {
        var first = begin < line.Length ? line[begin] : '\0';
        if (first == '[')
        {
            return Bracketed(line, begin, zone);
        }

        return char.IsAsciiDigit(first) || char.IsLetter(first) ? Iso(line, begin, zone) ?? Unix(line, begin) ?? Short(line, begin, zone) : null;
    }

    // [  123.456789]                  [  123.456789 <    0.000004>]                dmesg, dmesg -d, journalctl -o short-monotonic, short-delta
    // [Jan21 09:52]                   [  +0.000004]      [<    0.000004>]          dmesg -e and -H, dmesg --time-format=delta
    // [Sun Feb 23 16:24:18 2025]      [Feb 25 2025 13:59:45]                       dmesg -T, Fabric Manager
    // [Sun Feb 23 16:24:18 UTC 2025]  [2026-07-29T03:26:01.549000+00:00]           what people's scripts make of dmesg's time
    private static Stamp? Bracketed(string line, int begin, TimeZoneInfo zone)
    {
        if (IsoInBrackets().Match(line, begin) is { Success: true } iso)
        {
            return new Stamp(iso.Length, StampTime.OfIso(iso.Groups["stamp"].Value, iso.Groups["zone"].Value, zone));
        }

        var match = InBrackets().Match(line, begin);
        if (!match.Success)
        {
            return null;
        }

        if (match.Groups["seconds"] is { Success: true } written)
        {
            var seconds = double.Parse(written.ValueSpan, CultureInfo.InvariantCulture);
            return seconds < MostSeconds ? new Stamp(match.Length, SinceBoot: TimeSpan.FromSeconds(seconds)) : null;
        }

        return new Stamp(match.Length, match.Groups["day"] is { Success: true } day ? Day(day.Value + match.Groups["year"].Value, match, zone) : null);
    }

    // 2025-01-21T04:41:44,285060+00:00                                              dmesg --time-format=iso: with a comma, and the text follows
    // 2026-07-29T13:26:00+1000      2026-07-29T03:26:01.549000+00:00      ...Z      journalctl -o short-iso, rsyslog, syslog-ng
    // Wed 2026-07-29 03:26:01 UTC                                                   journalctl -o short-full, with-unit
    private static Stamp? Iso(string line, int begin, TimeZoneInfo zone)
    {
        var match = IsoTime().Match(line, begin);
        return match.Success
            ? new Stamp(match.Length, StampTime.OfIso(match.Groups["stamp"].Value, match.Groups["zone"].Value, zone), IsSyslogs: !match.Groups["comma"].Success)
            : null;
    }

    // 1785295561.549000                                                             journalctl -o short-unix
    private static Stamp? Unix(string line, int begin)
    {
        var match = UnixTime().Match(line, begin);
        return match.Success
            ? new Stamp(match.Length, StampTime.OfUnix(match.Groups["seconds"].ValueSpan, match.Groups["fraction"].ValueSpan), IsSyslogs: true)
            : null;
    }

    // Feb 23 16:24:18      Feb 23 16:24:18.549000      2026 Feb 23 16:24:18         journalctl -o short, short-precise; rsyslog; syslog-ng
    // Mon Feb 23 16:24:18 2026                                                      OpenWrt's logread
    // Feb 23 16:24:18 CET      Feb 23 16:24:18 +0100      Mon Feb 23 16:24:18 UTC 2026
    private static Stamp? Short(string line, int begin, TimeZoneInfo zone)
    {
        var match = ShortTime().Match(line, begin);
        if (!match.Success)
        {
            return null;
        }

        var year = match.Groups["year"].Value;
        return new Stamp(match.Length, year.Length == 0 ? null : Day($"{match.Groups["day"].Value} {year} {match.Groups["time"].Value}", match, zone), IsSyslogs: true);
    }

    private static DateTimeOffset? Day(string written, Match match, TimeZoneInfo zone) => StampTime.OfDay(written.Trim(), match.Groups["zone"].Value, zone);

    [GeneratedRegex(@"\G\[(?<stamp>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?) ?(?<zone>Z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,5})?\] ?")]
    private static partial Regex IsoInBrackets();

    // A day may be written in another language: then it is known to be one by its time, and not which.
    [GeneratedRegex(@"\G\[(?: {0,10}(?<seconds>\d{1,10}\.\d{1,9})(?: {1,3}< {0,10}\d{1,10}\.\d{1,9} ?\*?>| {16})?|<? {0,10}\+?\d{1,10}\.\d{1,9}>?|(?<day>[^\]\[<]{0,30}\d\d:\d\d:\d\d)(?: (?<zone>Z|[A-Z]{2,5}|[+-]\d\d:?\d\d))?(?<year> \d{4})?(?: < {0,10}\d{1,10}\.\d{1,9}>)?|[^\s\]\[\d]{2,12} ?\d{1,2} \d\d:\d\d)\] ?")]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"\G(?:(?<week>[^\s\d]{1,6}) )?(?<stamp>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:(?:(?<comma>,)|\.)\d{1,9})?) ?(?<zone>Z|[+-]\d\d(?::?\d\d)?|(?(week)[A-Z]{2,5}))?(?: |\z)")]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"\G(?<seconds>\d{9,11})\.(?<fraction>\d{3,9}) ")]
    private static partial Regex UnixTime();

    [GeneratedRegex(@"\G(?:(?<year>\d{4}) |[^\s\d]{2,4} )?(?<day>[^\s\d\[]{2,9} {1,2}\d{1,2}) (?:(?<year>\d{4}) )?(?<time>\d\d:\d\d:\d\d)(?:\.\d{1,9})?" + Zone + @"?(?: (?<year>(?:19|20)\d\d))?" + Zone + @"?:? ")]
    private static partial Regex ShortTime();
}
