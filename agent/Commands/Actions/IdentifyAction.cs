using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>Lights or clears the locator LED, so that remote hands find the machine.</summary>
internal sealed class IdentifyAction(BmcCommands bmc) : ICommandAction
{
    public string Name => CommandName.Of(Command.ActionOneofCase.Identify);

    public CommandLane Lane => CommandLane.Quick;

    public int? MostPerDay => null;

    public TimeSpan TimeOut(Command command) => BmcTimeOut.OneQuestion;

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var on = command.Identify.On;
        var answer = await bmc.IdentifyAsync(command.BmcOf, on, cancellationToken);
        return answer.IsOk
            ? CommandOutcome.Done(on ? "the locator LED is lit" : "the locator LED is off", new Dictionary<string, string> { ["bmc"] = answer.Text })
            : BmcTimeOut.NotDone(answer);
    }
}
