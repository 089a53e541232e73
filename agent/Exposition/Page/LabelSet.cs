using System.Text;

namespace SovereignFleet.Agent.Exposition.Page;

/// <summary>The labels of a sample as they stand on the page, made once and used for every name and every scrape.</summary>
internal sealed class LabelSet
{
    private readonly string text;

    private LabelSet(string text)
    {
        this.text = text;
        Utf8 = Encoding.UTF8.GetBytes($"{{{text}}}");
    }

    /// <summary>{gpu="0",UUID="GPU-..."}</summary>
    public byte[] Utf8 { get; }

    public static LabelSet Of(params ReadOnlySpan<(string Name, string Value)> labels) => new(Join("", labels));

    /// <summary>These and more, behind them.</summary>
    public LabelSet With(params ReadOnlySpan<(string Name, string Value)> labels) => new(Join(text, labels));

    private static string Join(string before, ReadOnlySpan<(string Name, string Value)> labels)
    {
        var joined = new StringBuilder(before);
        foreach (var (name, value) in labels)
        {
            joined.Append(joined.Length > 0 ? "," : "").Append(name).Append("=\"");
            foreach (var letter in value)
            {
                _ = letter switch
                {
                    '\\' => joined.Append("\\\\"),
                    '"' => joined.Append("\\\""),
                    '\n' => joined.Append("\\n"),
                    _ => joined.Append(letter),
                };
            }

            joined.Append('"');
        }

        return joined.ToString();
    }
}
