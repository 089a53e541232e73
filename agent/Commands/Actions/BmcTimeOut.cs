using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>How long a BMC is waited for, and what it means where it did not do it.</summary>
internal static class BmcTimeOut
{
    /// <summary>A BMC answers in seconds; one that does not within a minute will not.</summary>
    public static readonly TimeSpan OneQuestion = TimeSpan.FromSeconds(60);

    /// <summary>A Host that this agent is no gateway of is refused: it was never asked.</summary>
    public static CommandOutcome NotDone(BmcAnswer answer) => answer.Outcome == BmcOutcome.Refused
        ? CommandOutcome.Refused(answer.Text, answer.Proof)
        : CommandOutcome.Failed(answer.Text, answer.Proof);
}
