namespace SovereignFleet.Diagnostics;

/// <summary>What was found on one GPU.</summary>
internal sealed record GpuReport(GpuIdentity Gpu, IReadOnlyList<CheckResult> Checks, int? HottestCelsius)
{
    public Verdict Verdict => Checks.Count == 0 ? Verdict.Unfinished : Checks.Max(check => check.Verdict);
}

/// <param name="Uuid">"GPU-6f0e...", as NVML writes it.</param>
internal sealed record GpuIdentity(int Index, string Uuid, string PciAddress, string Name);
