using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Telemetry.Codec;

/// <summary>One kept number of a GPU.</summary>
/// <param name="Id">The field number in GpuReading: what a stored block calls it. Never renumbered.</param>
/// <param name="Name">The field name in GpuReading, which is also its name in the API.</param>
/// <param name="Unit">For a person: "°C", "mW".</param>
/// <param name="Read">Null where the GPU did not say.</param>
internal sealed record Metric(int Id, string Name, string Unit, Func<GpuReading, long?> Read);
