using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>Records that are written a field to a line: journalctl -o export, verbose and json-pretty, dmesg -J. What stands before the message
/// tells its time and whose it is.</summary>
internal sealed partial class FieldLines
{
    private DateTimeOffset? at;
    private TimeSpan? sinceBoot;
    private bool isKernels = true;

    /// <summary>False: the line is no field. True: the record where it is the message; null where it tells of one.</summary>
    public bool Take(string line, out KernelRecord? record)
    {
        record = null;
        var match = line.Length <= 2 * KernelRecord.LongestText ? FieldLine().Match(line) : Match.Empty;
        if (!match.Success || Value(match) is not { } value)
        {
            return false;
        }

        switch (match.Groups["name"].Value)
        {
            case "__CURSOR":
                Begin(null);
                break;
            case "__REALTIME_TIMESTAMP":
                at = Whole(value) is { } since ? StampTime.OfUnix(since) : null;
                break;
            case "__MONOTONIC_TIMESTAMP" or "_SOURCE_MONOTONIC_TIMESTAMP":
                sinceBoot = Whole(value) is { } microseconds ? TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond) : sinceBoot;
                break;
            case "time":
                sinceBoot = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e10 ? TimeSpan.FromSeconds(seconds) : null;
                break;
            case "_TRANSPORT":
                isKernels = value == "kernel";
                break;
            default:
                record = new KernelRecord(KernelRecords.Cut(RecordText.OfFile(value, isSyslogs: false)), null, sinceBoot, at) { IsKernels = isKernels };
                break;
        }

        return true;
    }

    /// <summary>Another record begins.</summary>
    public void Begin(DateTimeOffset? time) => (at, sinceBoot, isKernels) = (time, null, true);

    private static string? Value(Match match)
    {
        if (match.Groups["json"] is not { Success: true } json)
        {
            return match.Groups["text"].Value;
        }

        try
        {
            using var value = JsonDocument.Parse(Encoding.UTF8.GetBytes(json.Value));
            return value.RootElement.ValueKind == JsonValueKind.String ? value.RootElement.GetString() : value.RootElement.GetRawText();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // Cut, or of another kind.
        }
    }

    private static long? Whole(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole < long.MaxValue / TimeSpan.TicksPerMicrosecond ? whole : null;

    // __REALTIME_TIMESTAMP=1785295561549000          _TRANSPORT=kernel          MESSAGE=NVRM: ...          export; indented by four: verbose
    //         "MESSAGE" : "NVRM: ...",                                                                     json-pretty
    //          "time": 4711.100000,          "msg": "NVRM: ..."                                            dmesg -J
    [GeneratedRegex(@"^\s{0,16}(?:""(?<name>__CURSOR|__REALTIME_TIMESTAMP|__MONOTONIC_TIMESTAMP|_SOURCE_MONOTONIC_TIMESTAMP|_TRANSPORT|MESSAGE|msg|time)""\s{0,4}:\s{0,12}(?<json>""(?:[^""\\]|\\.)*""|[\d.]{1,24})|(?<name>__CURSOR|__REALTIME_TIMESTAMP|__MONOTONIC_TIMESTAMP|_SOURCE_MONOTONIC_TIMESTAMP|_TRANSPORT|MESSAGE)=(?<text>.*)),?\s{0,4}\z", RegexOptions.Singleline)]
    private static partial Regex FieldLine();
}
