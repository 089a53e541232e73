using System.Globalization;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Prediction;

/// <summary>A probability at which a Drain pays becomes a Condition, so that Drains learns of it the one way. Judged by
/// <see cref="RiskWatch"/>, not by Frames.</summary>
internal sealed class RiskRule
{
    // Keep: one good hour after a bad week proves nothing.
    public static RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.Risk, hold: TimeSpan.Zero, keep: TimeSpan.FromHours(24));

    public Verdict Judge(string gpuUuid, string label, RiskEstimate estimate) => estimate.Decision != RiskDecision.Drain
        ? Verdict.Clear(Identity, gpuUuid)
        : Verdict.Found(Identity, new Finding
        {
            Fault = FaultCatalog.Risk,
            GpuUuid = gpuUuid,
            Severity = Severity.Warning,
            Drain = DrainAdvice.NextWindow,
            Sentence = $"{label} is likely to fail: {estimate.Reason}.",
            Remedy = Remedy.Of(RemedyKind.ResetGpu, gpuUuid),
            Action = "Drain the Host in the next Window, reset the GPU and see that it passes its tests.",
            Evidence = new Dictionary<string, string>
            {
                ["p24h"] = estimate.Probability24h.ToString("F4", CultureInfo.InvariantCulture),
                ["p7d"] = estimate.Probability7d.ToString("F4", CultureInfo.InvariantCulture),
            },
        });
}
