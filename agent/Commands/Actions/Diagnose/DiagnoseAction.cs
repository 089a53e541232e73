using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Agent.Commands.Actions.GpuReset;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions.Diagnose;

/// <summary>Runs NVIDIA's diagnostic, where it is installed, and our own CUDA check. That a GPU failed is a finding, not a failure of
/// the command; whether it counts the server decides.</summary>
internal sealed partial class DiagnoseAction(ProgramRunner runner, CudaCheck check, GpuProbe probe, CommandOptions options, TimeProvider time) : ICommandAction
{
    private const int LongestReport = 8 << 20;

    public string Name => CommandName.Of(Command.ActionOneofCase.Diagnose);

    public CommandLane Lane => CommandLane.Slow;

    public IEnumerable<string> Gpus(Command command) => command.Diagnose.GpuUuids;

    public TimeSpan TimeOut(Command command) => Dcgm(LevelOf(command)) + CudaCheck.TimeOut(LevelOf(command)) + TimeSpan.FromMinutes(1);

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        string[] gpus = [.. command.Diagnose.GpuUuids];
        if (Array.Find(gpus, uuid => !GpuUuid().IsMatch(uuid)) is { } wrong)
        {
            return CommandOutcome.Refused($"{wrong} is no GPU UUID", new Dictionary<string, string>());
        }

        var level = LevelOf(command);
        var work = Directory.CreateDirectory(Path.Combine(options.WorkFolder, "diagnose")).FullName;
        var proof = new Dictionary<string, string> { [DiagnosticWords.Level] = level.ToString(CultureInfo.InvariantCulture) };
        var dcgm = await DcgmAsync(level, gpus, Path.Combine(work, "dcgmi-diag.json"), proof, cancellationToken);
        var cuda = await check.RunAsync(level, gpus, Path.Combine(work, "cuda-check.json"), proof, cancellationToken);
        string[] files = [.. new[] { dcgm.File, cuda.File }.OfType<string>()];
        var text = $"dcgmi: {dcgm.Text}. CUDA check: {cuda.Text}.";
        return dcgm.Ran || cuda.Ran
            ? CommandOutcome.Done(text, proof) with { Files = files }
            : CommandOutcome.Failed("nothing could be run. " + text, proof) with { Files = files };
    }

    private static int LevelOf(Command command) => (int)Math.Clamp(command.Diagnose.Level, 1, 3);

    /// <summary>NVIDIA says seconds, 2 minutes and 15 minutes; hosts of eight large GPUs take longer.</summary>
    private static TimeSpan Dcgm(int level) => TimeSpan.FromMinutes(level switch { 1 => 5, 2 => 15, _ => 60 });

    private async Task<DiagnosticRun> DcgmAsync(
        int level, string[] gpus, string file, Dictionary<string, string> proof, CancellationToken cancellationToken)
    {
        string[] which = [];
        if (gpus.Length > 0)
        {
            var places = Array.ConvertAll(gpus, probe.IndexOf);
            if (Array.Exists(places, place => place is null))
            {
                return new DiagnosticRun(false, "the driver does not list all of the GPUs that were named", null);
            }

            which = ["-i", string.Join(',', places)];
        }

        var result = await runner.RunAsync(
            options.Programs.Dcgmi, ["diag", "-r", level.ToString(CultureInfo.InvariantCulture), "-j", .. which], Dcgm(level), LongestReport, time, cancellationToken);
        if (DcgmReport.Parse(result.Output) is not { } report)
        {
            var why = result.Failure ?? ProgramAnswers.Words(result);
            proof[DiagnosticWords.Dcgmi] = result.IsMissing ? DiagnosticWords.NotInstalled : why;
            return new DiagnosticRun(false, why, null);
        }

        await File.WriteAllTextAsync(file, result.Output, cancellationToken);
        proof[DiagnosticWords.Dcgmi] = report switch
        {
            { Failed: > 0 } => DiagnosticWords.Failed,
            { Passed: > 0 } => DiagnosticWords.Passed,
            // All was skipped.
            _ => "nothing was tested",
        };
        proof["dcgmi_results"] = $"{report.Passed} passed, {report.Failed} failed, {report.Warned} warned, {report.Skipped} skipped";
        if (report.Faults.Count > 0)
        {
            proof["dcgmi_faults"] = string.Join('\n', report.Faults);
        }

        return new DiagnosticRun(true, $"{proof["dcgmi_results"]}{(report.Faults.Count > 0 ? ": " + report.Faults[0] : "")}", file);
    }

    [GeneratedRegex(@"^GPU-[0-9A-Fa-f-]{8,60}\z")]
    private static partial Regex GpuUuid();
}
