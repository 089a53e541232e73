using System.Globalization;
using SovereignFleet.Agent.Bmc;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>Keeps what a Host's serial console shows for a while: what a silent Host last said of itself.</summary>
internal sealed class CaptureConsoleAction(BmcCommands bmc, AgentState state, CommandOptions options, TimeProvider time) : IRepairAction
{
    private static readonly TimeSpan Standard = TimeSpan.FromSeconds(60);

    public string Name => CommandNames.CaptureConsole;

    public CommandLane Lane => CommandLane.Slow;

    public TimeSpan TimeOut(Command command) => Length(command) + BmcPatience.OneQuestion;

    public async Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var answer = await bmc.CaptureConsoleAsync(command.BmcOf, Length(command), cancellationToken);
        if (!answer.IsOk)
        {
            return BmcPatience.NotDone(answer);
        }

        if (answer.Text.Length == 0)
        {
            return RepairOutcome.Done("the console showed nothing", answer.Proof);
        }

        var host = command.BmcOf.Length > 0 ? command.BmcOf : state.HostName;
        var folder = Directory.CreateDirectory(Path.Combine(options.WorkFolder, "console")).FullName;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{host}-console-{time.GetUtcNow():yyyyMMdd-HHmmss}.log"));
        await File.WriteAllTextAsync(path, answer.Text, cancellationToken);
        return RepairOutcome.Done($"{answer.Text.Length} characters of the console in {Path.GetFileName(path)}", answer.Proof) with { Files = [path] };
    }

    private static TimeSpan Length(Command command) =>
        command.CaptureConsole.Length?.ToTimeSpan() is { Ticks: > 0 } length && length <= ConsoleCapture.LongestTime ? length : Standard;
}
