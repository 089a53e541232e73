using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>Reads the Host's power state by its BMC.</summary>
internal sealed class ReadPowerAction(BmcCommands bmc) : ICommandAction
{
    public string Name => CommandName.Of(Command.ActionOneofCase.ReadPower);

    public CommandLane Lane => CommandLane.Quick;

    public int? MostPerDay => null;

    public TimeSpan TimeOut(Command command) => BmcTimeOut.OneQuestion;

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var answer = await bmc.ReadPowerAsync(command.BmcOf, cancellationToken);
        return answer.IsOk
            ? CommandOutcome.Done($"the power is {answer.Text}", new Dictionary<string, string> { ["power"] = answer.Text })
            : BmcTimeOut.NotDone(answer);
    }
}
