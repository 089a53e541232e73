using SovereignFleet.Proto.Link;

namespace SovereignFleet.Proto.Metrics;

/// <summary>One number of a GPU that is read each second, kept, exported and charted.</summary>
/// <param name="Id">The field number in GpuReading: what a stored block calls it. Never renumbered.</param>
/// <param name="Name">The field name in GpuReading, which is also its name in the API.</param>
/// <param name="Meaning">What it is, for a person, without a full stop.</param>
/// <param name="Read">Null where the GPU did not say.</param>
public sealed record Metric(int Id, string Name, MetricUnit Unit, string Meaning, Func<GpuReading, long?> Read)
{
    /// <summary>The names under which the agent's /metrics tells it; none: it does not.</summary>
    public IReadOnlyList<MetricExport> Exports { get; init; } = [];
}
