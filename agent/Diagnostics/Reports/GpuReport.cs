using SovereignFleet.Diagnostics.Checks;
using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Reports;

/// <summary>What was found on one GPU.</summary>
internal sealed record GpuReport(GpuIdentity Gpu, IReadOnlyList<CheckResult> Checks, int? HottestCelsius)
{
    public Verdict Verdict => Checks.Count == 0 ? Verdict.Unfinished : Checks.Max(check => check.Verdict);
}
