using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>How long a BMC is waited for, and what it means where it did not do it.</summary>
internal static class BmcPatience
{
    /// <summary>A BMC answers in seconds; one that does not within a minute will not.</summary>
    public static readonly TimeSpan OneQuestion = TimeSpan.FromSeconds(60);

    /// <summary>A Host that this agent is no gateway of is refused: it was never asked.</summary>
    public static RepairOutcome NotDone(BmcAnswer answer) => answer.Outcome == BmcOutcome.Refused
        ? RepairOutcome.Refused(answer.Text, answer.Proof)
        : RepairOutcome.Failed(answer.Text, answer.Proof);
}
