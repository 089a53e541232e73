using System.Globalization;
using System.Text.Json;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions.Diagnose;

/// <summary>Our own check of the GPUs: a program of its own, since what it loads may hang or crash.</summary>
internal sealed class CudaCheck(ProgramRunner runner, CommandOptions options, TimeProvider time)
{
    private const int LongestReport = 4 << 20;

    /// <summary>It ends by itself in time; this is for one that hangs in the driver.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    public static TimeSpan TimeOut(int level) => Limit(level) + Grace;

    public async Task<DiagnosticRun> RunAsync(
        int level, IReadOnlyList<string> gpus, string file, Dictionary<string, string> proof, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--level", level.ToString(CultureInfo.InvariantCulture),
            "--seconds", Limit(level).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture),
            .. gpus.SelectMany(uuid => new[] { "--gpu", uuid }),
        ];
        var result = await runner.RunAsync(options.Programs.Diagnostics, arguments, TimeOut(level), LongestReport, time, cancellationToken);
        var verdict = Verdict(result);
        proof[DiagnosticWords.CudaCheck] = result.IsMissing ? DiagnosticWords.NotInstalled : verdict;
        if (Said(result.Output) is not { } sentence)
        {
            return new DiagnosticRun(false, verdict, null);
        }

        await File.WriteAllTextAsync(file, result.Output, cancellationToken);
        return new DiagnosticRun(result.ExitCode is 0 or 1, $"{verdict}: {sentence}", file);
    }

    private static TimeSpan Limit(int level) => TimeSpan.FromSeconds(level switch { 1 => 60, 2 => 300, _ => 900 });

    private static string Verdict(ProgramResult result) => result switch
    {
        { Failure: { } failure } => failure,
        { ExitCode: 0 } => DiagnosticWords.Passed,
        { ExitCode: 1 } => DiagnosticWords.Failed,
        { ExitCode: 2 } => "could not run",
        { ExitCode: 3 } => DiagnosticWords.BuiltWithoutCuda,
        _ => ProgramAnswers.Words(result),
    };

    /// <summary>Its own sentence; null where it wrote no report.</summary>
    private static string? Said(string report)
    {
        try
        {
            using var document = JsonDocument.Parse(report);
            return document.RootElement.TryGetProperty("sentence", out var sentence) ? sentence.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
