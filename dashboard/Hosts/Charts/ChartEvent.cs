using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>What happened to a GPU, marked on the axis of its charts.</summary>
/// <param name="Seconds">Unix time.</param>
public sealed record ChartEvent(double Seconds, string Code, Condition Condition)
{
    /// <summary>What was found on one GPU since then, the newest first: its XIDs, its errors, all that fired.</summary>
    internal static IReadOnlyList<ChartEvent> Of(IEnumerable<Condition> conditions, string gpuUuid, DateTimeOffset since) =>
        [.. conditions.Where(condition => condition.GpuUuid == gpuUuid)
            .Select(condition => (condition, At: (condition.FiredAt ?? condition.Since)?.ToDateTimeOffset()))
            .Where(found => found.At >= since)
            .OrderByDescending(found => found.At)
            .Select(found => new ChartEvent(found.At!.Value.ToUnixTimeMilliseconds() / 1000.0, found.condition.Code, found.condition))];
}
