using System.Globalization;

namespace SovereignFleet.Agent.Repair;

/// <summary>What is remembered of a command that was begun.</summary>
/// <param name="Counter">What the day's limit counts: "reboot", "gpu-reset:GPU-6f0e...".</param>
/// <param name="BootId">The boot in which it was begun.</param>
internal sealed record CommandNote(string Id, DateTimeOffset At, string Name, string Counter, string BootId)
{
    public bool IsDone { get; init; }

    // "begun 0b7e... 1764000000 gpu-reset gpu-reset:GPU-6f0e... 9c2f...": no part is empty or holds a blank.
    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"begun {Word(Id)} {At.ToUnixTimeSeconds()} {Word(Name)} {Word(Counter)} {Word(BootId)}\n");

    public string DoneLine => $"done {Word(Id)}\n";

    public static CommandNote? Parse(string line) => line.Split(' ') switch
    {
        ["begun", var id, var at, var name, var counter, var bootId]
            when long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) =>
            new CommandNote(id, DateTimeOffset.FromUnixTimeSeconds(seconds), name, counter, bootId),
        _ => null,
    };

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
