using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Prediction;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>The one word for how a Host or GPU is, and the sentence to it. What is not known is Unknown, never well.</summary>
internal static class HealthVerdict
{
    public static (Wire.Health Health, string Headline) OfHost(Liveness liveness, IEnumerable<Condition> conditions, IEnumerable<Risk> risks)
    {
        var firing = conditions.ToArray();
        var worst = Worst(firing);
        // A person is needed, whether or not anything is heard: silence is such a Condition itself.
        if (worst is { Severity: Severity.Critical })
        {
            return (Wire.Health.Act, worst.Sentence);
        }

        return liveness switch
        {
            Liveness.NeverHeard => (Wire.Health.Unknown, "Nothing was ever heard of this Host."),
            Liveness.Silent => (Wire.Health.Unknown, "Nothing is heard of this Host any more."),
            Liveness.Live or Liveness.Late =>
                Known(worst, risks.OrderByDescending(risk => risk.Probability7d).FirstOrDefault(risk => risk.Decision != RiskDecision.Watch)),
            _ => throw new ArgumentOutOfRangeException(nameof(liveness), liveness, "There is no such liveness."),
        };
    }

    /// <param name="reading">Null: not in the last Frame.</param>
    public static (Wire.Health Health, string Headline) OfGpu(Liveness liveness, GpuReading? reading, IEnumerable<Condition> conditions, Risk? risk)
    {
        var worst = Worst(conditions);
        if (worst is { Severity: Severity.Critical })
        {
            return (Wire.Health.Act, worst.Sentence);
        }

        if (liveness is Liveness.NeverHeard or Liveness.Silent)
        {
            return (Wire.Health.Unknown, "Its Host is not heard.");
        }

        return reading?.State == GpuReading.Types.State.Present
            ? Known(worst, risk is { Decision: not RiskDecision.Watch } ? risk : null)
            : (Wire.Health.Unknown, reading is { Error.Length: > 0 } ? $"It cannot be read: {reading.Error}" : "It cannot be read.");
    }

    private static Condition? Worst(IEnumerable<Condition> conditions) =>
        conditions.OrderByDescending(condition => condition.Severity).ThenBy(condition => condition.Since).FirstOrDefault();

    private static (Wire.Health, string) Known(Condition? worst, Risk? risk) => (worst, risk) switch
    {
        ({ Severity: Severity.Warning }, _) => (Wire.Health.Watch, worst.Sentence),
        (_, not null) => (Wire.Health.Watch, risk.Reason),
        _ => (Wire.Health.Ok, ""),
    };
}
