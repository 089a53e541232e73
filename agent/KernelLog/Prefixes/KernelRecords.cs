using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>Reads a line in any form in which a kernel's log is kept: /dev/kmsg, dmesg, journalctl, rsyslog, syslog-ng, a serial console. A
/// line of none of these forms is its own text. Pure.</summary>
internal static partial class KernelRecords
{
    /// <summary>Null for an empty line and for a continuation of the record before (" SUBSYSTEM=pci").</summary>
    /// <param name="zone">Of a time that is written without one: `dmesg -T` writes the local time of its host.</param>
    public static KernelRecord? Parse(string line, TimeZoneInfo zone)
    {
        // A line that is not sane in length is cut before any pattern sees it.
        line = line.Length > 2 * KernelRecord.LongestText ? line[..(2 * KernelRecord.LongestText)] : line;
        line = RecordText.WithoutColours(line.TrimEnd('\r', '\n', '\0'));
        if (line.Length == 0 || KmsgDictionary().IsMatch(line))
        {
            return null;
        }

        return Kmsg(line) ?? JournalJson.Parse(line) ?? Prefixed(line, zone);
    }

    /// <summary>A text as long as a record's may be.</summary>
    public static string Cut(string text) => text.Length > KernelRecord.LongestText ? text[..KernelRecord.LongestText] : text;

    // 6,3964,206764307,-;nvidia-nvswitch2: open (major=510)
    // 4,5012,171167620236,-,caller=T42;NVRM: ...
    private static KernelRecord? Kmsg(string line)
    {
        var match = KmsgLine().Match(line);
        return match.Success
            && ulong.TryParse(match.Groups["sequence"].ValueSpan, CultureInfo.InvariantCulture, out var sequence)
            && long.TryParse(match.Groups["microseconds"].ValueSpan, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
                ? new(Cut(RecordText.OfKmsg(match.Groups["text"].Value)), sequence, TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond), null)
                : null;
    }

    private static KernelRecord Prefixed(string line, TimeZoneInfo zone)
    {
        var prefix = LinePrefix.Read(line, zone);
        if (Repeated().Match(line, prefix.Length) is { Success: true } repeated)
        {
            var again = LinePrefix.Read(repeated.Groups["text"].Value, zone);
            var same = RecordText.OfFile(repeated.Groups["text"].Value[again.Length..], isSyslogs: true);
            return new(Cut(same), null, prefix.SinceBoot, prefix.At) { IsKernels = prefix.IsKernels, Times = Times(repeated) };
        }

        var text = RecordText.OfFile(line[prefix.Length..], prefix.IsSyslogs);
        return new(Cut(text), null, prefix.SinceBoot, prefix.At) { PrefixLength = prefix.Length, IsKernels = prefix.IsKernels };
    }

    /// <summary>How often the record before was written again, where the line is no record but a daemon's count of it; null where it is one.</summary>
    public static uint? TimesOfLast(string text) => Last().Match(text) is { Success: true } last ? Times(last) : null;

    private static uint Times(Match match) => Math.Max(1, uint.Parse(match.Groups["times"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));

    // gpu1 kernel: message repeated 3 times: [ NVRM: Xid (PCI:0000:9b:00): 79, ...]      ...: [ [ 4711.100000] NVRM: ...]          rsyslog
    [GeneratedRegex(@"\Gmessage repeated (?<times>\d{1,9}) times: \[ ?(?<text>.*?)\]?\z", RegexOptions.Singleline)]
    private static partial Regex Repeated();

    // gpu1 last message repeated 3 times          sysklogd, and rsyslog of old
    [GeneratedRegex(@"^(?:\S{1,255} )?last message repeated (?<times>\d{1,9}) times?\z")]
    private static partial Regex Last();

    [GeneratedRegex(@"^ [A-Z][A-Z0-9_]*=")]
    private static partial Regex KmsgDictionary();

    [GeneratedRegex(@"^\d{1,5},(?<sequence>\d{1,20}),(?<microseconds>\d{1,18}),[^;]{0,200};(?<text>.*)\z", RegexOptions.Singleline)]
    private static partial Regex KmsgLine();
}
