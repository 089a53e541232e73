using SovereignFleet.Agent.Gpu.Nvidia.Driver;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading;

/// <summary>NVIDIA's GPUs as every maker's are read.</summary>
internal sealed class NvidiaDriver(NvmlDriver driver, TimeProvider time) : IGpuDriver
{
    public string? Reason => driver.Reason;

    public int Count => driver.Slots.Count;

    public int Generation => driver.Generation;

    public bool NeedsOpening => driver.NeedsOpening;

    public void EnsureOpen() => driver.EnsureOpen();

    public void ReportHealthy() => driver.ReportHealthy();

    public IReadOnlyList<IGpu> List() => [.. driver.Slots.Select(slot => new NvidiaGpu(slot, driver, time))];
}
