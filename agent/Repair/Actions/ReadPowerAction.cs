using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>Reads the Host's power state by its BMC.</summary>
internal sealed class ReadPowerAction(BmcCommands bmc) : IRepairAction
{
    public string Name => CommandNames.ReadPower;

    public CommandLane Lane => CommandLane.Quick;

    public TimeSpan TimeOut(Command command) => BmcPatience.OneQuestion;

    public async Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var answer = await bmc.ReadPowerAsync(command.BmcOf, cancellationToken);
        return answer.IsOk
            ? RepairOutcome.Done($"the power is {answer.Text}", new Dictionary<string, string> { ["power"] = answer.Text })
            : BmcPatience.NotDone(answer);
    }
}
