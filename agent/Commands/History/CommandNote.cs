using System.Globalization;

namespace SovereignFleet.Agent.Commands.History;

/// <summary>What is remembered of a command that was begun.</summary>
/// <param name="Counter">What the day's limit counts: "reboot", "gpu-reset:GPU-6f0e...".</param>
/// <param name="BootId">The boot in which it was begun.</param>
internal sealed record CommandNote(string Id, DateTimeOffset At, string Name, string Counter, string BootId)
{
    private static readonly Dictionary<string, DateTimeOffset> NoSteps = [];

    public bool IsDone { get; init; }

    /// <summary>How far it came, where a run of the agent that ends during it must be finished by the next.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Steps { get; init; } = NoSteps;

    /// <summary>What the day's limit counts it for beside its name: a GPU, a unit, a Host; empty: this Host.</summary>
    public string Of => Counter.Length > Name.Length + 1 && Counter.StartsWith(Name + ":", StringComparison.Ordinal) ? Counter[(Name.Length + 1)..] : "";

    // "begun 0b7e... 1764000000 gpu-reset gpu-reset:GPU-6f0e... 9c2f...": no part is empty or holds a blank.
    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"begun {Word(Id)} {At.ToUnixTimeSeconds()} {Word(Name)} {Word(Counter)} {Word(BootId)}\n");

    public string DoneLine => $"done {Word(Id)}\n";

    /// <summary>All that is remembered of it.</summary>
    public string Lines => Line + string.Concat(Steps.Select(step => StepLine(Id, step.Key, step.Value))) + (IsDone ? DoneLine : "");

    // "step 0b7e... power-off-asked 1764000000"
    public static string StepLine(string id, string step, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"step {Word(id)} {Word(step)} {at.ToUnixTimeSeconds()}\n");

    public static CommandNote? Parse(string line) => line.Split(' ') switch
    {
        ["begun", var id, var at, var name, var counter, var bootId]
            when long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) =>
            new CommandNote(id, DateTimeOffset.FromUnixTimeSeconds(seconds), name, counter, bootId),
        _ => null,
    };

    public static (string Id, string Step, DateTimeOffset At)? ParseStep(string line) => line.Split(' ') switch
    {
        ["step", var id, var step, var at] when long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) =>
            (id, step, DateTimeOffset.FromUnixTimeSeconds(seconds)),
        _ => null,
    };

    public CommandNote With(string step, DateTimeOffset at) => this with { Steps = new Dictionary<string, DateTimeOffset>(Steps) { [step] = at } };

    public static string? ParseDone(string line) => line.Split(' ') is ["done", { Length: > 0 } id] ? id : null;

    public static string Word(string text) =>
        text.Length == 0 ? "-" : string.Create(text.Length, text, static (word, from) =>
        {
            for (var place = 0; place < from.Length; place++)
            {
                word[place] = char.IsWhiteSpace(from[place]) || char.IsControl(from[place]) ? '_' : from[place];
            }
        });
}
