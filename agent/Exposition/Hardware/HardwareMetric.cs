using System.Diagnostics.Metrics;

namespace SovereignFleet.Agent.Exposition.Hardware;

/// <summary>One instrument of the hardware conventions, and what it reads.</summary>
internal sealed record HardwareMetric(string Name, HardwareKind Kind, string Unit, string Help, Func<IEnumerable<Measurement<double>>> Read);
