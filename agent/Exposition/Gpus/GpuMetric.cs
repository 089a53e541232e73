using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>One row of the table of a GPU's metrics: the name that dashboards know, and the field of the reading that it comes from.</summary>
/// <param name="Read">Null where the field is unknown.</param>
/// <param name="Unit">By which the field is divided.</param>
internal sealed record GpuMetric(string Name, MetricType Type, string Help, Func<GpuReading, long?> Read, double Unit)
{
    /// <summary>The same of one instance of MIG; null where an instance has none. Of a divided GPU it is told of the instances alone, as
    /// dcgm-exporter does: whoever sums up a family counts nothing twice.</summary>
    public Func<InstanceReading, long?>? ReadInstance { get; init; }

    public bool IsDcgm { get; } = Name.StartsWith("DCGM_", StringComparison.Ordinal);
}
