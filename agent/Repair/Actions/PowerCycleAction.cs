using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>Power off and on by the BMC, without asking the system. Of this Host it ends this process, and the next boot is the proof;
/// of a Host that this agent is the gateway of, the BMC is asked.</summary>
internal sealed class PowerCycleAction(BmcCommands bmc) : IRepairAction
{
    public string Name => CommandNames.PowerCycle;

    public CommandLane Lane => CommandLane.Slow;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(5);

    public async Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var answer = await bmc.PowerCycleAsync(command.BmcOf, cancellationToken);
        return answer.IsOk ? RepairOutcome.Done(answer.Text, answer.Proof) : BmcPatience.NotDone(answer);
    }
}
