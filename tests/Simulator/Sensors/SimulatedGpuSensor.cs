using SovereignFleet.Agent.Sensing;
using SovereignFleet.Simulator.Hardware;

namespace SovereignFleet.Simulator.Sensors;

/// <summary>Stands where the agent reads NVML.</summary>
internal sealed class SimulatedGpuSensor(SimulatedHost host) : ISensor
{
    public string Name => "gpu";

    public TimeSpan Period => TimeSpan.FromSeconds(1);

    public TimeSpan TimeOut => TimeSpan.FromSeconds(1);

    public string? UnsupportedReason() => null;

    public Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        foreach (var reading in host.Now(gpus => gpus.Select(gpu => gpu.Read()).ToList()))
        {
            frame.AddGpu(reading);
        }

        return Task.CompletedTask;
    }
}
