using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair;

/// <summary>Reads the Host's power state by its BMC.</summary>
internal sealed class ReadPowerAction(BmcCommands bmc) : IRepairAction
{
    public string Name => "read-power";

    public async Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var answer = await bmc.ReadPowerAsync(cancellationToken);
        return answer.IsOk
            ? new RepairOutcome(true, $"the power is {answer.Text}", new Dictionary<string, string> { ["power"] = answer.Text })
            : new RepairOutcome(false, answer.Text, new Dictionary<string, string>());
    }
}
