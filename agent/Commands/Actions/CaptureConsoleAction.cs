using System.Globalization;
using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Bmc.Console;
using SovereignFleet.Agent.Commands.Actions.Logs;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>Shows what a Host says on its serial console, by its BMC: the last lines with the result, the whole as a file.</summary>
internal sealed class CaptureConsoleAction(BmcCommands bmc, AgentState state, CommandOptions options, TimeProvider time) : ICommandAction
{
    public string Name => CommandName.Of(Command.ActionOneofCase.CaptureConsole);

    public CommandLane Lane => CommandLane.Slow;

    public int? MostPerDay => 24;

    public TimeSpan TimeOut(Command command) => LengthOf(command) + BmcTimeOut.OneQuestion;

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var answer = await bmc.CaptureConsoleAsync(command.BmcOf, LengthOf(command), cancellationToken);
        if (!answer.IsOk)
        {
            return BmcTimeOut.NotDone(answer);
        }

        var text = $"the console showed {answer.Text.Length} characters in {LengthOf(command).TotalSeconds:F0} s";
        if (answer.Text.Length == 0)
        {
            return CommandOutcome.Done(text, answer.Proof);
        }

        var work = Directory.CreateDirectory(Path.Combine(options.WorkFolder, "console")).FullName;
        var file = Path.Combine(work, string.Create(
            CultureInfo.InvariantCulture, $"{AgentState.FileName(command.BmcOf, state.HostName)}-console-{time.GetUtcNow():yyyyMMdd-HHmmss}.txt"));
        await File.WriteAllTextAsync(file, answer.Text, cancellationToken);
        return CommandOutcome.Done(text, answer.Proof) with { Files = [file] };
    }

    private static TimeSpan LengthOf(Command command)
    {
        var length = command.CaptureConsole.Length?.ToTimeSpan() ?? TimeSpan.Zero;
        return length > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(length.Ticks, ConsoleCapture.LongestTime.Ticks)) : TimeSpan.FromMinutes(1);
    }
}
