using System.Globalization;

namespace SovereignFleet.Agent.Inference;

/// <summary>Reads single metrics out of Prometheus' text format. Pure.</summary>
internal static class PrometheusText
{
    // # TYPE vllm:num_requests_running gauge
    // vllm:num_requests_running{engine="0",model_name="a b{c} \"d\""} 3.0
    // vllm:num_requests_running 3 1395066363000
    /// <summary>The sum over all series of a metric; null where there is none, or where one of them is no number: a part is
    /// not the sum.</summary>
    public static double? Sum(string text, string metric)
    {
        double? sum = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(metric, StringComparison.Ordinal))
            {
                continue;
            }

            var rest = line[metric.Length..];
            if (rest.Length == 0 || (rest[0] != '{' && rest[0] != ' ' && rest[0] != '\t'))
            {
                continue; // A longer name: vllm:num_requests_running_total.
            }

            if (Value(rest) is not { } value)
            {
                return null;
            }

            sum = (sum ?? 0) + value;
        }

        return sum;
    }

    private static double? Value(ReadOnlySpan<char> rest)
    {
        rest = rest[0] == '{' ? rest[(LabelsEnd(rest) + 1)..] : rest;
        rest = rest.Trim();
        var end = rest.IndexOfAny(' ', '\t');
        return double.TryParse(end < 0 ? rest : rest[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
                ? value
                : null;
    }

    /// <summary>The brace that ends the labels; one inside quotes does not. The last character where there is none.</summary>
    private static int LabelsEnd(ReadOnlySpan<char> rest)
    {
        var quoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '}' when !quoted:
                    return i;
            }
        }

        return rest.Length - 1;
    }
}
