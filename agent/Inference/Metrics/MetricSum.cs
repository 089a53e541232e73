using System.Globalization;

namespace SovereignFleet.Agent.Inference.Metrics;

/// <summary>Sums one metric over the series of a page, line by line. Used again for each page.</summary>
internal sealed class MetricSum(MetricTerm term)
{
    private const int MostSeries = 10_000;
    private readonly Dictionary<(ulong Identity, bool IsBucket), double> series = [];
    private bool isBroken;
    private bool hasAggregate;

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
    public void Take(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(term.Name))
        {
            return;
        }

        var rest = line[term.Name.Length..];
        if (rest.Length == 0 || rest[0] is not ((byte)'{' or (byte)' ' or (byte)'\t'))
        {
            return; // A longer name: vllm:num_requests_running_total.
        }

        var labels = rest[0] == '{' ? SeriesLabels.Read(rest, term) : SeriesLabels.Read("{}"u8, term);
        if (labels.Length < 0)
        {
            isBroken = true;
        }
        else if (labels.IsWanted)
        {
            Add(labels, rest[0] == '{' ? rest[labels.Length..] : rest);
        }
    }

    /// <summary>The line was too long to be read: where it begins as ours it is missing.</summary>
    public void TakeTruncated(ReadOnlySpan<byte> begin) => isBroken |= begin.StartsWith(term.Name);

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
