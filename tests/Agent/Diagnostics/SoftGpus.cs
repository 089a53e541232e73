using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Tests.Agent.Diagnostics;

/// <summary>A host of soft GPUs; temperatures as a test says.</summary>
internal sealed class SoftGpus(int count) : IGpus, ITemperature
{
    private readonly List<SoftGpu> gpus = [.. Enumerable.Range(0, count).Select(index => new SoftGpu(new GpuIdentity(index, $"GPU-{index}", $"0000:0{index}:00.0", "Soft")))];

    public SoftGpu this[int index] => gpus[index];

    public int? Heat { get; set; } = 60;

    public IReadOnlyList<GpuIdentity> List() => gpus.ConvertAll(gpu => gpu.Identity);

    public IGpu Open(GpuIdentity gpu) => gpus[gpu.Index];

    public int? Celsius(string uuid) => Heat;
}
