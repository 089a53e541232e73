using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Exposition.Http;

/// <summary>Reads nothing of the Host: its status tells the control plane where /metrics cannot be had.</summary>
internal sealed class MetricsSensor(ListenState state) : ISensor
{
    public string Name => "metrics";

    public TimeSpan Period => TimeSpan.FromSeconds(10);

    public TimeSpan TimeOut => TimeSpan.FromSeconds(1);

    public string? UnsupportedReason() => null;

    public Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken) =>
        state.Fault is { } fault ? throw new IOException(fault) : Task.CompletedTask;
}
