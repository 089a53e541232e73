namespace SovereignFleet.Agent.Bmc;

/// <summary>What came of asking the BMC, as a value. Text is ipmitool's output where it is Ok, and else the reason, for a
/// person.</summary>
internal sealed record BmcAnswer(BmcOutcome Outcome, string Text)
{
    public bool IsOk => Outcome == BmcOutcome.Ok;

    public static BmcAnswer Ok(string text) => new(BmcOutcome.Ok, text);

    public static BmcAnswer Failed(string reason) => new(BmcOutcome.Failed, reason);

    public static BmcAnswer NotSupported(string reason) => new(BmcOutcome.NotSupported, reason);
}

internal enum BmcOutcome
{
    Ok,

    /// <summary>This BMC does not know the command.</summary>
    NotSupported,

    /// <summary>No ipmitool, no answer, refused, nonsense.</summary>
    Failed,
}
