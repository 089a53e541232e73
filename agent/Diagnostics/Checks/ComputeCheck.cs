using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Checks;

/// <summary>Lets every multiprocessor compute what the CPU knows already.</summary>
internal sealed class ComputeCheck : ICheck
{
    private const int Threads = 1 << 20;
    private const int Seeds = 1024;
    private const int Rounds = 4096;

    public string Name => "compute";

    public CheckResult Run(IGpu gpu, CheckArguments arguments, CheckLimits limits)
    {
        var expected = ComputeChain.Table(Seeds, Rounds);
        var (wrong, done) = (0L, 0);
        string? stopped = null;
        for (; done < arguments.Rounds && (stopped = limits.WhyStop()) is null; done++)
        {
            var found = gpu.Compute(Threads, Seeds, Rounds);
            for (var thread = 0; thread < found.Length; thread++)
            {
                wrong += found[thread] == expected[thread % Seeds] ? 0 : 1;
            }
        }

        var verdict = wrong > 0 ? Verdict.Failed : stopped is not null ? Verdict.Unfinished : Verdict.Passed;
        var text = wrong > 0 ? $"{wrong} of {(long)done * Threads} chains had a wrong result" : stopped ?? $"{(long)done * Threads} chains were right";
        return new CheckResult(Name, verdict, text)
        {
            Figures = new Dictionary<string, double> { ["chains"] = (double)done * Threads, ["wrong"] = wrong },
        };
    }
}
