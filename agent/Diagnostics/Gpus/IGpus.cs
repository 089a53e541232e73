namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>The GPUs that CUDA lists.</summary>
internal interface IGpus
{
    /// <summary>Throws <see cref="GpuFault"/> where there is no CUDA.</summary>
    IReadOnlyList<GpuIdentity> List();

    IGpu Open(GpuIdentity gpu);
}
