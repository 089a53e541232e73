using SovereignFleet.Diagnostics.Checks;

namespace SovereignFleet.Diagnostics.Reports;

/// <summary>The whole.</summary>
/// <param name="Reason">Why it could not run, where it could not.</param>
internal sealed record CheckReport(Verdict Verdict, string Sentence, string Reason, IReadOnlyList<GpuReport> Gpus)
{
    public static CheckReport WithoutCuda() => new(
        Verdict.BuiltWithoutCuda, "The CUDA check was built without CUDA",
        "This program was built without CUDA: build it with -p:ManagedCuda=true to check GPUs.", []);

    public static CheckReport CouldNotRun(string reason) => new(Verdict.Unfinished, "The CUDA check could not run: " + reason, reason, []);

    /// <param name="missing">GPUs that were asked for and are not here.</param>
    public static CheckReport Of(IReadOnlyList<GpuReport> gpus, IReadOnlyList<string> missing)
    {
        if (gpus.Count == 0)
        {
            return CouldNotRun(missing.Count > 0 ? $"CUDA lists no {string.Join(", ", missing)}" : "CUDA lists no GPU");
        }

        var worst = gpus.Max(gpu => gpu.Verdict);
        var verdict = missing.Count > 0 && worst == Verdict.Passed ? Verdict.Unfinished : worst;
        return new CheckReport(verdict, Told(gpus, missing), missing.Count > 0 ? $"CUDA lists no {string.Join(", ", missing)}" : "", gpus);
    }

    private static string Told(IReadOnlyList<GpuReport> gpus, IReadOnlyList<string> missing)
    {
        var counts = $"{Count(Verdict.Passed)} GPUs passed, {Count(Verdict.Failed)} failed, {Count(Verdict.Unfinished) + missing.Count} unfinished";
        // The failed ones first; of each the first check that ended as the GPU did.
        var reasons = (
            from gpu in gpus
            where gpu.Verdict != Verdict.Passed
            orderby gpu.Verdict descending
            from check in gpu.Checks.Where(check => check.Verdict == gpu.Verdict).Take(1)
            select $"GPU {gpu.Gpu.Index}: {check.Text}").ToList();
        return reasons.Count == 0 ? counts : counts + ": " + string.Join("; ", reasons);

        int Count(Verdict verdict) => gpus.Count(gpu => gpu.Verdict == verdict);
    }
}
