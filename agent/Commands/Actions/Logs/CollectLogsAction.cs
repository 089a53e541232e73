using System.Globalization;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions.Logs;

/// <summary>Gathers what a maker's support asks for: the kernel log of this boot and the one before, the BMC's event log, what the driver
/// says, NVIDIA's own report, and the agent's state. Never the agent's key, token or settings: those hold secrets.</summary>
internal sealed class CollectLogsAction(ProgramRunner runner, IpmiTool bmc, AgentState state, CommandOptions options, TimeProvider time) : ICommandAction
{
    private const long LimitBytes = 32 << 20;
    private const int LongestLog = 8 << 20;
    private const string MostLines = "50000";

    private static readonly TimeSpan Question = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Report = TimeSpan.FromMinutes(3);

    public string Name => CommandName.Of(Command.ActionOneofCase.CollectLogs);

    public CommandLane Lane => CommandLane.Slow;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(6);

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var work = Path.Combine(options.WorkFolder, "logs");
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true); // of a run of the agent that ended during it
        }

        Directory.CreateDirectory(work);
        var now = time.GetUtcNow();
        var path = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"{state.HostName}-logs-{now:yyyyMMdd-HHmmss}.tar.gz"));
        await using var bundle = new LogBundle(path, LimitBytes, now);
        await bundle.AddTextAsync("agent.txt", state.Told(now), cancellationToken);
        await RunAsync(bundle, "kernel-log.txt", options.Programs.Dmesg, ["--time-format=iso"], cancellationToken);
        await RunAsync(
            bundle, "kernel-log-boot-before.txt", options.Programs.Journalctl, ["-k", "-b", "-1", "-n", MostLines, "--no-pager", "-o", "short-iso"], cancellationToken);
        await AddSelAsync(bundle, cancellationToken);
        await RunAsync(bundle, "nvidia-smi.txt", options.Programs.NvidiaSmi, ["-q"], cancellationToken);
        await AddReportAsync(bundle, Path.Combine(work, "nvidia-bug-report.log"), cancellationToken);
        await bundle.CloseAsync(cancellationToken);
        var size = new FileInfo(path).Length;
        var proof = new Dictionary<string, string>
        {
            ["file"] = Path.GetFileName(path),
            ["bytes"] = size.ToString(CultureInfo.InvariantCulture),
            ["parts"] = bundle.Parts.ToString(CultureInfo.InvariantCulture),
        };
        return CommandOutcome.Done($"{bundle.Parts} parts in {Path.GetFileName(path)}, {size / 1024} KiB", proof) with { Files = [path] };
    }

    private async Task RunAsync(LogBundle bundle, string name, string program, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(program, arguments, Question, LongestLog, time, cancellationToken);
        if (result.Output.Length > 0)
        {
            await bundle.AddTextAsync(name, result.Output, cancellationToken);
        }

        if (ProgramAnswers.WhyFailed(program, result) is { } fault)
        {
            bundle.Note(name, fault);
        }
    }

    private async Task AddSelAsync(LogBundle bundle, CancellationToken cancellationToken)
    {
        var log = await bmc.AskAsync(["sel", "elist"], cancellationToken);
        if (log.IsOk)
        {
            await bundle.AddTextAsync("bmc-sel.txt", log.Text, cancellationToken);
        }
        else
        {
            bundle.Note("bmc-sel.txt", log.Text);
        }
    }

    /// <summary>The script adds ".gz" to the name that it is given.</summary>
    private async Task AddReportAsync(LogBundle bundle, string path, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(options.Programs.BugReport, ["--output-file", path], Report, time, cancellationToken);
        if (new[] { path + ".gz", path }.FirstOrDefault(File.Exists) is { } made)
        {
            await bundle.AddFileAsync(Path.GetFileName(made), made, cancellationToken);
            File.Delete(made);
        }

        if (ProgramAnswers.WhyFailed(options.Programs.BugReport, result) is { } fault)
        {
            bundle.Note("nvidia-bug-report", fault);
        }
    }
}
