using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts;

/// <summary>What the head of a Host's page tells of it.</summary>
internal static class HostSummary
{
    /// <summary>The GPU that is the most likely to fail within seven days; null: no risk is known.</summary>
    public static Gpu? Riskiest(Host host) => host.Gpus.Where(gpu => gpu.HasRisk7D).MaxBy(gpu => gpu.Risk7D);

    /// <summary>The Host's headline; null where there is none, and where a condition that is listed below says it.</summary>
    public static string? Headline(HostDetail detail) =>
        detail.Host.Headline.Length > 0 && detail.Conditions.All(condition => condition.State == ConditionState.Resolved) ? detail.Host.Headline : null;
}
