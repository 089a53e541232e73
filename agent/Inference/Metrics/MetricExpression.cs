using System.Text;
using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.Inference.Metrics;

/// <summary>A sum of metrics: "a + b{label="value"} + {"c.d"}?". A question mark: it may lack. A name that is not of letters, digits, "_" and ":"
/// stands in quotes, in the braces, as Prometheus writes it.</summary>
internal sealed partial record MetricExpression(string Text, IReadOnlyList<MetricTerm> Terms)
{
    private const int MostTerms = 16;
    private const string Labels = @"(?:\w{1,60}|""[^""\\]{1,200}"")=""[^""\\]{0,200}""";
    private const string OneTerm =
        @"(?<term>(?:[a-zA-Z_:][a-zA-Z0-9_:]{0,200}(?:\{" + Labels + "(?:, ?" + Labels + @")*\})?|\{""[^""\\]{1,200}""(?:, ?" + Labels + @")*\})\??)";

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
        var name = Name().Match(text);
        var where = Label().Matches(text[name.Length..])
            .Select(label => new MetricLabel(Encoding.UTF8.GetBytes(label.Groups["label"].Value), Encoding.UTF8.GetBytes(label.Groups["value"].Value)));
        return new(text.TrimEnd('?'), Encoding.UTF8.GetBytes(name.Groups["name"].Value), [.. where], isOptional);
    }

    [GeneratedRegex(@"^\s*" + OneTerm + @"(?:\s*\+\s*" + OneTerm + @")*\s*\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?:\{""(?<name>[^""]{1,200})""|(?<name>[\w:]{1,201}))")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:(?<label>\w{1,60})|""(?<label>[^""]{1,200})"")=""(?<value>[^""]{0,200})""")]
    private static partial Regex Label();
}

/// <param name="Text">As a person reads it.</param>
/// <param name="Where">Only series with all these labels count.</param>
internal sealed record MetricTerm(string Text, byte[] Name, IReadOnlyList<MetricLabel> Where, bool IsOptional);

/// <summary>A label and its value, UTF-8, as a page writes them.</summary>
internal readonly record struct MetricLabel(byte[] Name, byte[] Value);
