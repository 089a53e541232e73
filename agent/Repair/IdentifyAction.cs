using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair;

/// <summary>Lights or clears the locator LED, so that remote hands find the machine.</summary>
internal sealed class IdentifyAction(BmcCommands bmc) : IRepairAction
{
    public string Name => "identify";

    public async Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var on = command.Identify.On;
        var answer = await bmc.IdentifyAsync(on, cancellationToken);
        return answer.IsOk
            ? new RepairOutcome(true, on ? "the locator LED is lit" : "the locator LED is off", new Dictionary<string, string> { ["bmc"] = answer.Text })
            : new RepairOutcome(false, answer.Text, new Dictionary<string, string>());
    }
}
