using System.Text;
using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.Inference.Metrics;

/// <summary>A sum of metrics: "a + b{label="value"} + c?". A question mark: it may lack.</summary>
internal sealed partial record MetricExpression(string Text, IReadOnlyList<MetricTerm> Terms)
{
    private const int MostTerms = 16;

    /// <summary>Null where the text is none.</summary>
    public static MetricExpression? Parse(string text)
    {
        var match = Whole().Match(text);
        if (!match.Success || match.Groups["term"].Captures.Count > MostTerms)
        {
            return null;
        }

        return new(text, [.. match.Groups["term"].Captures.Select(term => Term(term.Value))]);
    }

    private static MetricTerm Term(string text)
    {
        var isOptional = text.EndsWith('?');
        var brace = text.IndexOf('{', StringComparison.Ordinal);
        var name = brace < 0 ? text.TrimEnd('?') : text[..brace];
        var where = Label().Matches(brace < 0 ? "" : text[brace..])
            .Select(label => new MetricLabel(Encoding.UTF8.GetBytes(label.Groups["label"].Value), Encoding.UTF8.GetBytes(label.Groups["value"].Value)));
        return new(text.TrimEnd('?'), Encoding.UTF8.GetBytes(name), [.. where], isOptional);
    }

    [GeneratedRegex(@"^\s*(?<term>[a-zA-Z_:][a-zA-Z0-9_:]{0,200}(?:\{\w{1,60}=""[^""\\]{0,200}""(?:,\w{1,60}=""[^""\\]{0,200}"")*\})?\??)(?:\s*\+\s*(?<term>[a-zA-Z_:][a-zA-Z0-9_:]{0,200}(?:\{\w{1,60}=""[^""\\]{0,200}""(?:,\w{1,60}=""[^""\\]{0,200}"")*\})?\??))*\s*\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<label>\w{1,60})=""(?<value>[^""]{0,200})""")]
    private static partial Regex Label();
}

/// <param name="Text">As a person reads it.</param>
/// <param name="Where">Only series with all these labels count.</param>
internal sealed record MetricTerm(string Text, byte[] Name, IReadOnlyList<MetricLabel> Where, bool IsOptional);

/// <summary>A label and its value, UTF-8, as a page writes them.</summary>
internal readonly record struct MetricLabel(byte[] Name, byte[] Value);
