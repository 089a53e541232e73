using System.Globalization;

namespace SovereignFleet.Agent.Inference.Metrics;

/// <summary>Sums one metric over the series of a page, line by line. Used again for each page.</summary>
internal sealed class MetricSum(MetricTerm term)
{
    private const int MostSeries = 10_000;
    private readonly Dictionary<(ulong Identity, bool IsBucket), double> series = [];
    private bool isBroken;
    private bool hasAggregate;

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    public MetricTerm Term => term;

    /// <summary>A series was a part only or no number: a part is not the sum.</summary>
    public bool IsBroken => isBroken;

    /// <summary>Null where the page has none.</summary>
    public double? Value
    {
        get
        {
            if (isBroken || series.Count == 0)
            {
                return null;
            }

            var sum = 0.0;
            foreach (var ((_, isBucket), value) in series)
            {
                sum += isBucket && hasAggregate ? 0 : value;
            }

            return sum;
        }
    }

    public void Clear()
    {
        series.Clear();
        (isBroken, hasAggregate) = (false, false);
    }

    // vllm:num_requests_running{engine="0",model_name="a b{c} \"d\""} 3.0
    // vllm:num_requests_running 3 1395066363000
    // {"server.requests.running",engine="0"} 3 # {trace_id="a"} 1          a name in UTF-8; an exemplar of OpenMetrics
    public void Take(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(Blanks);
        var begin = LabelsBegin(line);
        if (begin < 0)
        {
            return;
        }

        var rest = line[begin..];
        var hasLabels = rest[0] is (byte)'{' or (byte)'"';
        var labels = SeriesLabels.Read(hasLabels ? rest : "{}"u8, term);
        if (labels.Length < 0)
        {
            isBroken = true;
        }
        else if (labels.IsWanted)
        {
            Add(labels, hasLabels ? rest[labels.Length..] : rest);
        }
    }

    /// <summary>The line was too long to be read: where it begins as ours it is missing.</summary>
    public void TakeTruncated(ReadOnlySpan<byte> begin) => isBroken |= begin.StartsWith(term.Name) || LabelsBegin(begin) >= 0;

    /// <summary>Where what follows the name begins: a brace, a blank, or the quote behind a name that stands in the braces. -1: another metric.</summary>
    private int LabelsBegin(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(term.Name))
        {
            var rest = line[term.Name.Length..];
            var value = rest.TrimStart(Blanks);
            // A longer name: vllm:num_requests_running_total.
            return value.Length > 0 && value[0] == '{' ? line.Length - value.Length
                : rest.Length > value.Length ? term.Name.Length
                : -1;
        }

        var quoted = line.Length > 0 && line[0] == '{' ? line[1..].TrimStart(Blanks) : default;
        var end = 1 + term.Name.Length;
        return quoted.Length > end && quoted[0] == '"' && quoted[1..].StartsWith(term.Name) && quoted[end] == '"' ? line.Length - quoted.Length + end : -1;
    }

    private void Add(SeriesLabels labels, ReadOnlySpan<byte> rest)
    {
        rest = rest.Trim(" \t\r"u8);
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        if (!double.TryParse(end < 0 ? rest : rest[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !double.IsFinite(value) || series.Count >= MostSeries)
        {
            isBroken = true;
            return;
        }

        hasAggregate |= !labels.IsBucket;
        var key = (labels.Identity, labels.IsBucket);
        series[key] = series.TryGetValue(key, out var other) ? Math.Max(other, value) : value;
    }
}
