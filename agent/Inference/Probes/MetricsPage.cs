using SovereignFleet.Agent.Inference.Metrics;

namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>Reads a page of Prometheus' text format as it comes: it is never whole in memory. Used again for each page.</summary>
internal sealed class MetricsPage
{
    public const int LargestPage = 8 << 20;
    private readonly byte[] buffer = new byte[16 * 1024];
    private readonly InferenceKind kind;
    private readonly MetricSum[] inFlight;
    private readonly MetricSum[] queued;
    private readonly MetricSum[] tokens;
    private readonly MetricSum[] progress;
    private readonly MetricSum[] all;

    public MetricsPage(InferenceKind kind)
    {
        this.kind = kind;
        (inFlight, queued, tokens, progress) = (Sums(kind.InFlight), Sums(kind.Queued), Sums(kind.Tokens), Sums(kind.Progress));
        all = [.. inFlight, .. queued, .. tokens, .. progress];
    }

    /// <summary>Null where the page lacks it.</summary>
    public double? InFlight => Sum(inFlight);

    public double? Queued => Sum(queued);

    public double? Tokens => Sum(tokens);

    public double? Progress => Sum(progress);

    /// <summary>What of the page could not be read and had to be; empty where nothing.</summary>
    public string Missing =>
        InFlight is null ? Culprit(inFlight)?.Text ?? kind.InFlight.Text
        : Queued is null ? Culprit(queued)?.Text ?? kind.Queued.Text : "";

    /// <summary>False where the page is too large.</summary>
    public async Task<bool> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        Clear();
        var (held, total, skipping) = (0, 0L, false);
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(held), cancellationToken)) > 0)
        {
            total += read;
            if (total > LargestPage)
            {
                return false;
            }

            held = Split(held + read, ref skipping);
        }

        if (held > 0 && !skipping)
        {
            Take(buffer.AsSpan(0, held));
        }

        return true;
    }

    private static MetricSum[] Sums(MetricExpression? expression) =>
        expression is null ? [] : [.. expression.Terms.Select(term => new MetricSum(term))];

    /// <summary>A sum of which a part is unknown is unknown.</summary>
    private static double? Sum(MetricSum[] sums)
    {
        double? total = null;
        foreach (var sum in sums)
        {
            total = sum.Value is { } value ? (total ?? 0) + value : total;
        }

        return Culprit(sums) is null ? total : null;
    }

    private static MetricTerm? Culprit(MetricSum[] sums) =>
        Array.Find(sums, sum => sum.IsBroken || (sum.Value is null && !sum.Term.IsOptional))?.Term;

    /// <summary>Takes the whole lines of the buffer and moves what is left to its begin; gives how much that is.</summary>
    private int Split(int length, ref bool skipping)
    {
        var from = 0;
        while (buffer.AsSpan(from, length - from).IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (!skipping)
            {
                Take(buffer.AsSpan(from, end));
            }

            (skipping, from) = (false, from + end + 1);
        }

        var left = length - from;
        if (left == buffer.Length)
        {
            // A line longer than the buffer: its end is skipped.
            foreach (var sum in all)
            {
                sum.TakeTruncated(skipping ? default : buffer);
            }

            skipping = true;
            return 0;
        }

        buffer.AsSpan(from, left).CopyTo(buffer);
        return left;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        foreach (var sum in all)
        {
            sum.Take(line);
        }
    }

    private void Clear()
    {
        foreach (var sum in all)
        {
            sum.Clear();
        }
    }
}
