using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Agent.Commands;

/// <summary>What came of it, for a person, and what was read back afterwards.</summary>
internal sealed record CommandOutcome(Outcome Outcome, string Text, IReadOnlyDictionary<string, string> Proof)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Files of the work folder that go to the server before this; they are deleted then.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public static CommandOutcome Done(string text, IReadOnlyDictionary<string, string> proof) => new(Outcome.Done, text, proof);

    public static CommandOutcome Failed(string text) => new(Outcome.Failed, text, Nothing);

    public static CommandOutcome Failed(string text, IReadOnlyDictionary<string, string> proof) => new(Outcome.Failed, text, proof);

    /// <summary>Nothing was done, and nothing is wrong: this Host's rules forbid it, or it would harm work that runs.</summary>
    public static CommandOutcome Refused(string text, IReadOnlyDictionary<string, string> proof) => new(Outcome.Refused, text, proof);
}
