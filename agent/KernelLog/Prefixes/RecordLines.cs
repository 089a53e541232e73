using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>Reads a log line by line. It remembers how far the text of the last record was indented: dmesg and journalctl write the further
/// lines of a record below it, under its text and without a prefix of their own.</summary>
/// <param name="zone">Of times that are written without one.</param>
internal sealed class RecordLines(TimeZoneInfo zone)
{
    private const int LeastIndent = 4;
    private const string VerboseMark = "[s=";
    private readonly FieldLines fields = new();
    private KernelRecord? last;

    /// <summary>Null for a line that is no record's.</summary>
    public KernelRecord? Read(string line)
    {
        if (last is { PrefixLength: >= LeastIndent } above && IsBelow(line, above.PrefixLength))
        {
            var text = RecordText.OfFile(line[above.PrefixLength..].TrimEnd('\r', '\n', '\0'), isSyslogs: false);
            return above with { Text = KernelRecords.Cut(text) };
        }

        if (fields.Take(line, out var record))
        {
            last = null;
            return record;
        }

        var parsed = KernelRecords.Parse(line, zone);
        if (parsed is not null && last is { } again && KernelRecords.TimesOfLast(parsed.Text) is { } times)
        {
            return again with { At = parsed.At, SinceBoot = parsed.SinceBoot, Times = times };
        }

        last = parsed;
        // Wed 2026-07-29 03:26:01.549000 UTC [s=0f2c...;i=4e1;b=...]          what journalctl -o verbose writes over the fields of a record
        if (last is { At: { } at } && last.Text.StartsWith(VerboseMark, StringComparison.Ordinal))
        {
            fields.Begin(at);
        }

        return last;
    }

    private static bool IsBelow(string line, int indent) => line.Length > indent && line.AsSpan(0, indent).TrimStart(' ').IsEmpty;
}
