using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Prediction;

/// <summary>A probability at which a Drain pays becomes a Condition, so that Drains learns of it the one way. Judged by
/// <see cref="RiskWatch"/>, not by Frames.</summary>
internal sealed class RiskRule : IHealthRule
{
    /// <summary>What the Conditions of predictions have, and no other.</summary>
    public const string Code = "risk";

    public string Name => "risk";
    public TimeSpan Hold => TimeSpan.Zero;

    // One good hour after a bad week proves nothing.
    public TimeSpan Keep => TimeSpan.FromHours(24);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now) => [];

    public Verdict Judge(string gpuUuid, string label, RiskEstimate estimate) => estimate.Decision != RiskDecision.Drain
        ? Verdict.Clear(Code, gpuUuid)
        : Verdict.Found(new Finding
        {
            Code = Code,
            GpuUuid = gpuUuid,
            Severity = Severity.Warning,
            Drain = DrainAdvice.NextWindow,
            Sentence = $"{label} is likely to fail: {estimate.Reason}.",
            Action = "Drain the Host in the next Window and test the GPU.",
            Evidence = new Dictionary<string, string>
            {
                ["p24h"] = estimate.Probability24h.ToString("F4", System.Globalization.CultureInfo.InvariantCulture),
                ["p7d"] = estimate.Probability7d.ToString("F4", System.Globalization.CultureInfo.InvariantCulture),
            },
        });
}
