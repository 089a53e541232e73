using SovereignFleet.Proto.Link;

namespace SovereignFleet.Proto.Metrics;

/// <summary>One name under which the agent's /metrics tells a metric. The names and units of dcgm-exporter are those of its default
/// list with the ECC, retirement and remapping families switched on: etc/default-counters.csv of NVIDIA/dcgm-exporter. Where DCGM has
/// no name, or another unit, the name is ours.</summary>
/// <param name="Unit">As the help text says it; empty: it says none.</param>
/// <param name="Divisor">By which the number is divided.</param>
public sealed record MetricExport(string Name, ExportType Type, string Unit, double Divisor)
{
    public const string DcgmPrefix = "DCGM_";

    /// <summary>Null: the metric's own.</summary>
    public string? Meaning { get; init; }

    /// <summary>Where another number than the metric's own is told: what is free, of what is used. Null: the metric's own.</summary>
    public Func<GpuReading, long?>? Read { get; init; }

    /// <summary>The same of one instance of MIG; null where an instance has none. Of a divided GPU it is told of the instances alone, as
    /// dcgm-exporter does: whoever sums up a family counts nothing twice.</summary>
    public Func<InstanceReading, long?>? ReadInstance { get; init; }

    public bool IsDcgm => Name.StartsWith(DcgmPrefix, StringComparison.Ordinal);

    internal static MetricExport Gauge(string name, string unit = "", double divisor = 1) => new(name, ExportType.Gauge, unit, divisor);

    internal static MetricExport Counter(string name, string unit = "", double divisor = 1) => new(name, ExportType.Counter, unit, divisor);
}

/// <summary>As Prometheus calls them.</summary>
public enum ExportType
{
    Gauge,
    Counter,
}
