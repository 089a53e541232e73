using SovereignFleet.Diagnostics.Checks;

namespace SovereignFleet.Diagnostics.Reports;

/// <summary>What the exit codes mean.</summary>
internal static class ExitCode
{
    public const int Passed = 0;
    public const int Failed = 1;
    public const int CouldNotRun = 2;
    public const int BuiltWithoutCuda = 3;

    public static int Of(CheckReport report) => report.Verdict switch
    {
        Verdict.Passed => Passed,
        Verdict.Failed => Failed,
        Verdict.Unfinished => CouldNotRun,
        Verdict.BuiltWithoutCuda => BuiltWithoutCuda,
        _ => throw new ArgumentOutOfRangeException(nameof(report), report.Verdict, "Unknown verdict."),
    };
}
