using System.Text.RegularExpressions;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>A page in Prometheus' text format, strictly: a family's HELP and TYPE come once and before its samples, its samples stand together,
/// no series is told twice.</summary>
internal static partial class PromText
{
    /// <summary>"DCGM_FI_DEV_GPU_TEMP gauge gpu,UUID,...": each family with each set of labels that it has, in order.</summary>
    public static IReadOnlyList<string> Shape(string page) =>
        [.. Samples(page).Select(sample => $"{sample.Name} {sample.Type} {string.Join(',', sample.Labels)}".TrimEnd()).Distinct().Order(StringComparer.Ordinal)];

    public static IReadOnlyList<(string Name, string Type, string[] Labels, double Value)> Samples(string page)
    {
        var samples = new List<(string, string, string[], double)>();
        var (seen, series) = (new HashSet<string>(), new HashSet<string>());
        var (name, type) = ("", "");
        Assert.IsTrue(page.Length == 0 || page.EndsWith('\n'), "The last line ends too.");
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split(' ', 4);
            switch (cells)
            {
                case ["#", "HELP", var family, _]:
                    Assert.IsTrue(seen.Add(family), "twice: " + family);
                    (name, type) = (family, "");
                    break;
                case ["#", "TYPE", var family, var kind]:
                    Assert.AreEqual((name, ""), (family, type));
                    type = kind;
                    break;
                default:
                    var sample = Sample().Match(line);
                    Assert.IsTrue(sample.Success, line);
                    Assert.AreEqual((name, false), (sample.Groups["name"].Value, type.Length == 0), line);
                    Assert.IsTrue(series.Add(name + sample.Groups["labels"].Value), "twice: " + line);
                    samples.Add((name, type, [.. sample.Groups["label"].Captures.Select(label => label.Value)], Number(sample.Groups["value"].Value)));
                    break;
            }
        }

        return samples;
    }

    private static double Number(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
    };

    // DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-...",modelName="a \"b\""} 41
    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]|\\["\\n])*",?)*\})? (?<value>\S+)$""")]
    private static partial Regex Sample();
}
