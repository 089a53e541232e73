using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair;

/// <summary>Lights or clears the locator LED, so that remote hands find the right machine.</summary>
internal sealed class IdentifyAction(BmcCommands bmc) : IRepairAction
{
    public string Name => "identify";

    public async Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var on = command.Identify.On;
        var answer = await bmc.IdentifyAsync(on, cancellationToken);
        // IPMI cannot be asked whether the LED is lit: that the BMC took the command is all the proof there is.
        return answer.IsOk
            ? new RepairOutcome(true, $"the BMC took it: locator {(on ? "on" : "off")}", new Dictionary<string, string> { ["ipmitool"] = answer.Text.Trim() })
            : new RepairOutcome(false, answer.Text, new Dictionary<string, string>());
    }
}
