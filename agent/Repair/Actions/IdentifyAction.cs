using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>Lights or clears the locator LED, so that remote hands find the machine.</summary>
internal sealed class IdentifyAction(BmcCommands bmc) : IRepairAction
{
    public string Name => CommandNames.Identify;

    public CommandLane Lane => CommandLane.Quick;

    public TimeSpan TimeOut(Command command) => BmcPatience.OneQuestion;

    public async Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var on = command.Identify.On;
        var answer = await bmc.IdentifyAsync(command.BmcOf, on, cancellationToken);
        return answer.IsOk
            ? RepairOutcome.Done(on ? "the locator LED is lit" : "the locator LED is off", new Dictionary<string, string> { ["bmc"] = answer.Text })
            : BmcPatience.NotDone(answer);
    }
}
