using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>Cuts a Host's power and brings it back, by its BMC. Of another Host the answer has the proof; of this one the next life of
/// the agent answers, by its boot id.</summary>
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
