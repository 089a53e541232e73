using System.Globalization;
using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>Reads a line of /dev/kmsg, of dmesg or of a journal. A line of none of these forms is its own text. Pure.</summary>
internal static partial class KernelRecords
{
    private static readonly string[] DayTimes =
    [
        "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy", "MMM d yyyy HH:mm:ss", "MMM  d yyyy HH:mm:ss",
    ];

    /// <summary>Null for an empty line and for a continuation of the record before (" SUBSYSTEM=pci").</summary>
    /// <param name="zone">Of a time that is written without one: `dmesg -T` writes the local time of its host.</param>
    public static KernelRecord? Parse(string line, TimeZoneInfo zone)
    {
        // A line that is not sane in length is cut before any pattern sees it.
        line = line.Length > 2 * KernelRecord.LongestText ? line[..(2 * KernelRecord.LongestText)] : line;
        line = line.TrimEnd('\r', '\n', '\0');
        if (line.Length == 0 || KmsgDictionary().IsMatch(line))
        {
            return null;
        }

        return Kmsg(line) ?? Dmesg(Level().Replace(line, "", 1), zone) ?? Journal(line, zone) ?? Plain(line, null, null, null);
    }

    // 6,3964,206764307,-;nvidia-nvswitch2: open (major=510)
    // 4,5012,171167620236,-,caller=T42;NVRM: ...
    private static KernelRecord? Kmsg(string line)
    {
        var match = KmsgLine().Match(line);
        return match.Success
            && ulong.TryParse(match.Groups["sequence"].ValueSpan, CultureInfo.InvariantCulture, out var sequence)
            && long.TryParse(match.Groups["microseconds"].ValueSpan, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
                ? Plain(Unescape(match.Groups["text"].Value), sequence, TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond), null)
                : null;
    }

    // [171167.620236] NVRM: ...            [Sun Feb 23 16:24:18 2025] NVRM: ...
    // [  123.4567] NVRM: ...               2025-01-21T04:41:44,285060+00:00 NVRM: ...
    private static KernelRecord? Dmesg(string line, TimeZoneInfo zone)
    {
        var bracketed = Bracketed().Match(line);
        if (bracketed.Success)
        {
            var stamp = bracketed.Groups["stamp"].Value.Trim();
            var text = bracketed.Groups["text"].Value;
            if (double.TryParse(stamp, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e10)
            {
                return Plain(text, null, TimeSpan.FromSeconds(seconds), null);
            }

            return DayTime(stamp, zone) is { } at ? Plain(text, null, null, at) : null;
        }

        var iso = IsoLine().Match(line);
        return iso.Success && Iso(iso.Groups["stamp"].Value) is { } time ? Plain(iso.Groups["text"].Value, null, null, time) : null;
    }

    // Feb 23 16:24:18 gpu-host kernel: [ 123.45] NVRM: ...      2025-02-23T16:24:18+0000 gpu-host kernel: NVRM: ...
    private static KernelRecord? Journal(string line, TimeZoneInfo zone)
    {
        var match = JournalLine().Match(line);
        if (!match.Success)
        {
            return null;
        }

        // The short form lacks the year: its time is not known here.
        var inner = match.Groups["text"].Value;
        var record = Dmesg(inner, zone) ?? Plain(inner, null, null, null);
        return record with { At = Iso(match.Groups["stamp"].Value) ?? record.At };
    }

    private static KernelRecord Plain(string text, ulong? sequence, TimeSpan? sinceBoot, DateTimeOffset? at) =>
        new(text.Length > KernelRecord.LongestText ? text[..KernelRecord.LongestText] : text, sequence, sinceBoot, at);

    private static DateTimeOffset? DayTime(string stamp, TimeZoneInfo zone) =>
        DateTime.TryParseExact(stamp, DayTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        && local.Year is > 1 and < 9999 // no zone moves it out of what a time can be
            ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime()
            : null;

    private static DateTimeOffset? Iso(string stamp) =>
        DateTimeOffset.TryParse(stamp.Replace(',', '.'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    // The kernel writes a newline inside a record as \x0a.
    private static string Unescape(string text) => text.Contains("\\x0a", StringComparison.Ordinal) ? text.Replace("\\x0a", "\n") : text;

    [GeneratedRegex(@"^ [A-Z][A-Z0-9_]*=")]
    private static partial Regex KmsgDictionary();

    [GeneratedRegex(@"^\d{1,5},(?<sequence>\d{1,20}),(?<microseconds>\d{1,18}),[^;]{0,200};(?<text>.*)\z", RegexOptions.Singleline)]
    private static partial Regex KmsgLine();

    // "kern  :warn  : "
    [GeneratedRegex(@"^[a-z]{2,10}\d? *:[a-z]{2,10} *: ")]
    private static partial Regex Level();

    [GeneratedRegex(@"^\[(?<stamp>[^\]]{1,40})\] ?(?<text>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^(?<stamp>\d{4}-\d\d-\d\dT[\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)) (?<text>.*)\z", RegexOptions.Singleline)]
    private static partial Regex IsoLine();

    [GeneratedRegex(@"^(?<stamp>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)) \S{1,255} kernel: (?<text>.*)\z", RegexOptions.Singleline)]
    private static partial Regex JournalLine();
}
