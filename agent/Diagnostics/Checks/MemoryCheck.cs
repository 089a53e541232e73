using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Checks;

/// <summary>Writes patterns over most of the free memory and reads them back.</summary>
internal sealed class MemoryCheck : ICheck
{
    private const int MostFaults = 16;

    public string Name => "memory";

    public CheckResult Run(IGpu gpu, CheckArguments arguments, CheckLimits limits)
    {
        var bytes = gpu.Reserve(gpu.FreeBytes / 100 * arguments.MemoryPercent);
        try
        {
            return bytes == 0 ? CheckResult.Unfinished(Name, "no memory could be had") : Run(gpu, bytes, arguments.Rounds, limits);
        }
        finally
        {
            gpu.Release();
        }
    }

    private CheckResult Run(IGpu gpu, long bytes, int rounds, CheckLimits limits)
    {
        var (count, done) = (0L, 0);
        var first = new List<MemoryFault>();
        string? stopped = null;
        foreach (var (pattern, step) in Enumerable.Range(0, rounds).SelectMany(_ => PatternWords.Pass))
        {
            if ((stopped = limits.WhyStop()) is not null)
            {
                break;
            }

            gpu.Fill(pattern, step);
            var faults = gpu.Verify(pattern, step);
            count += faults.Count;
            first.AddRange(faults.First.Take(MostFaults - first.Count));
            done++;
        }

        return Result(bytes, count, done, first, stopped);
    }

    private CheckResult Result(long bytes, long count, int done, List<MemoryFault> first, string? stopped) => new(
        Name,
        count > 0 ? Verdict.Failed : stopped is not null ? Verdict.Unfinished : Verdict.Passed,
        count > 0 ? $"{count} words of memory were wrong, the first at word {first.FirstOrDefault()?.Place}" : stopped ?? $"{bytes >> 20} MiB held {done} patterns")
    {
        Figures = new Dictionary<string, double> { ["bytes"] = bytes, ["patterns"] = done, ["wrong_words"] = count },
        Faults = first,
    };
}
