namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>What came of asking the BMC, as a value. Text is ipmitool's output where it is Ok, and else the reason, for a
/// person.</summary>
internal sealed record BmcAnswer(BmcOutcome Outcome, string Text)
{
    private static readonly Dictionary<string, string> Nothing = [];

    public bool IsOk => Outcome == BmcOutcome.Ok;

    /// <summary>What was read back afterwards.</summary>
    public IReadOnlyDictionary<string, string> Proof { get; init; } = Nothing;

    public static BmcAnswer Ok(string text) => new(BmcOutcome.Ok, text);

    public static BmcAnswer Failed(string reason) => new(BmcOutcome.Failed, reason);

    public static BmcAnswer Refused(string reason) => new(BmcOutcome.Refused, reason);

    public static BmcAnswer NotSupported(string reason) => new(BmcOutcome.NotSupported, reason);
}

internal enum BmcOutcome
{
    Ok,

    /// <summary>This BMC does not know the command.</summary>
    NotSupported,

    /// <summary>No ipmitool, no answer, refused by the BMC, nonsense.</summary>
    Failed,

    /// <summary>This agent did not even ask: it is no gateway of that Host.</summary>
    Refused,
}
