using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Prediction;

namespace SovereignFleet.Server.Overview;

/// <summary>The one word for how a Host or GPU is, and the sentence to it. What is not known is Unknown, never well.</summary>
internal static class HealthVerdict
{
    public static (HealthState Health, string Headline) OfHost(Liveness liveness, IEnumerable<Condition> conditions, IEnumerable<Risk> risks)
    {
        var firing = conditions.ToArray();
        var worst = Worst(firing);
        // A person is needed, whether or not anything is heard: silence is such a Condition itself.
        if (worst is { Severity: Severity.Critical })
        {
            return (HealthState.Act, worst.Sentence);
        }

        return liveness switch
        {
            Liveness.NeverHeard => (HealthState.Unknown, "Nothing was ever heard of this Host."),
            Liveness.Silent => (HealthState.Unknown, "Nothing is heard of this Host any more."),
            Liveness.Live or Liveness.Late =>
                Known(worst, risks.OrderByDescending(risk => risk.Probability7d).FirstOrDefault(risk => risk.Decision != RiskDecision.Watch)),
            _ => throw new ArgumentOutOfRangeException(nameof(liveness), liveness, "There is no such liveness."),
        };
    }

    /// <param name="reading">Null: not in the last Frame.</param>
    public static (HealthState Health, string Headline) OfGpu(Liveness liveness, GpuReading? reading, IEnumerable<Condition> conditions, Risk? risk)
    {
        var worst = Worst(conditions);
        if (worst is { Severity: Severity.Critical })
        {
            return (HealthState.Act, worst.Sentence);
        }

        if (liveness is Liveness.NeverHeard or Liveness.Silent)
        {
            return (HealthState.Unknown, "Its Host is not heard.");
        }

        return reading?.State == GpuReading.Types.State.Present
            ? Known(worst, risk is { Decision: not RiskDecision.Watch } ? risk : null)
            : (HealthState.Unknown, reading is { Error.Length: > 0 } ? $"It cannot be read: {reading.Error}" : "It cannot be read.");
    }

    private static Condition? Worst(IEnumerable<Condition> conditions) =>
        conditions.OrderByDescending(condition => condition.Severity).ThenBy(condition => condition.Since).FirstOrDefault();

    private static (HealthState, string) Known(Condition? worst, Risk? risk) => (worst, risk) switch
    {
        ({ Severity: Severity.Warning }, _) => (HealthState.Watch, worst.Sentence),
        (_, not null) => (HealthState.Watch, risk.Reason),
        _ => (HealthState.Ok, ""),
    };
}

/// <summary>How a Host or GPU is, in one word.</summary>
internal enum HealthState
{
    Unknown,
    Ok,
    /// <summary>It works, and somebody should keep an eye on it.</summary>
    Watch,
    /// <summary>A person is needed.</summary>
    Act,
}
