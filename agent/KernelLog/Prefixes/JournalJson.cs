using System.Globalization;
using System.Text;
using System.Text.Json;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>A record of the journal as one JSON object in a line: journalctl -o json, json-sse and json-seq. Pure.</summary>
internal static class JournalJson
{
    private const char RecordSeparator = '\u001e';
    private const string StreamMark = "data: ";

    /// <summary>Null where the line is no such object.</summary>
    public static KernelRecord? Parse(string line)
    {
        var json = line.AsSpan().TrimStart(RecordSeparator);
        json = json.StartsWith(StreamMark) ? json[StreamMark.Length..] : json;
        if (!json.StartsWith("{\"") && !json.StartsWith("{ \""))
        {
            return null;
        }

        try
        {
            return Read(new Utf8JsonReader(Encoding.UTF8.GetBytes(json.ToString())));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // Cut, or of another kind: it is its own text.
        }
    }

    private static KernelRecord? Read(Utf8JsonReader json)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
            {
                var name = json.GetString()!;
                fields[name] = json.Read() ? Value(ref json) : "";
            }
        }

        if (!fields.TryGetValue("MESSAGE", out var message))
        {
            return null;
        }

        var from = fields.GetValueOrDefault("_TRANSPORT") ?? fields.GetValueOrDefault("SYSLOG_IDENTIFIER") ?? "kernel";
        return new KernelRecord(KernelRecords.Cut(RecordText.OfFile(message, isSyslogs: false)), null, SinceBoot(fields), At(fields)) { IsKernels = from == "kernel" };
    }

    private static DateTimeOffset? At(Dictionary<string, string> fields) =>
        long.TryParse(fields.GetValueOrDefault("__REALTIME_TIMESTAMP"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? StampTime.OfUnix(microseconds)
            : null;

    private static TimeSpan? SinceBoot(Dictionary<string, string> fields) =>
        long.TryParse(
            fields.GetValueOrDefault("_SOURCE_MONOTONIC_TIMESTAMP") ?? fields.GetValueOrDefault("__MONOTONIC_TIMESTAMP"),
            NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
            ? TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    /// <summary>A text; or, where it has what is not printable, the numbers of its bytes.</summary>
    private static string Value(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return json.TokenType == JsonTokenType.String ? json.GetString()! : "";
        }

        var bytes = new List<byte>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.Number && json.TryGetByte(out var one))
            {
                bytes.Add(one);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
