using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Checks;

/// <summary>What one check found on one GPU.</summary>
internal sealed record CheckResult(string Name, Verdict Verdict, string Text)
{
    /// <summary>Measured: "bytes", "gigabytes_per_second".</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>The first places that held another word than was written.</summary>
    public IReadOnlyList<MemoryFault> Faults { get; init; } = [];

    public static CheckResult Unfinished(string name, string why) => new(name, Verdict.Unfinished, why);
}
