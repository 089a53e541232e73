using System.Globalization;

namespace SovereignFleet.Diagnostics.Checks;

/// <summary>What the command line asks for.</summary>
internal sealed record CheckArguments
{
    public const string Help = """
        sovereignfleet-diagnostics: checks this host's GPUs by CUDA and prints a report as JSON.

          --level 1|2|3        how often everything is done: 1, 10 or 60 times (default 1)
          --gpu UUID           only this one; may be given again (default: all)
          --seconds N          ends after so long; what was not done then is unfinished (default 300)
          --max-celsius N      stops a GPU that gets hotter (default 90)
          --memory-percent N   of the free memory, to be checked (default 90)
          --help

        Exit codes: 0 passed, 1 a GPU failed, 2 could not run or not to the end, 3 built without CUDA.
        """;

    public int Level { get; init; } = 1;

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<string> Gpus { get; init; } = [];

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(300);

    public int MaxCelsius { get; init; } = 90;

    public int MemoryPercent { get; init; } = 90;

    public bool WantsHelp { get; init; }

    /// <summary>What is wrong with the line; null where nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>How often every check is repeated.</summary>
    public int Rounds => Level switch { 1 => 1, 2 => 10, _ => 60 };

    public static CheckArguments Parse(string[] line)
    {
        var parsed = new CheckArguments();
        for (var place = 0; place < line.Length && parsed.Fault is null; place++)
        {
            var name = line[place];
            if (name is "--help" or "-h")
            {
                return parsed with { WantsHelp = true };
            }

            parsed = ++place < line.Length ? parsed.With(name, line[place]) : parsed with { Fault = $"{name} wants a value" };
        }

        return parsed;
    }

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private CheckArguments With(string name, string value) => (name, value) switch
    {
        ("--level", _) when Number(value, 1, 3) is { } level => this with { Level = level },
        ("--seconds", _) when Number(value, 1, 86_400) is { } seconds => this with { TimeLimit = TimeSpan.FromSeconds(seconds) },
        ("--max-celsius", _) when Number(value, 30, 120) is { } celsius => this with { MaxCelsius = celsius },
        ("--memory-percent", _) when Number(value, 1, 98) is { } percent => this with { MemoryPercent = percent },
        ("--gpu", { Length: > 0 }) => this with { Gpus = [.. Gpus, value] },
        ("--level" or "--seconds" or "--max-celsius" or "--memory-percent" or "--gpu", _) => this with { Fault = $"{name} cannot be {value}" },
        _ => this with { Fault = $"{name} is no option" },
    };
}
