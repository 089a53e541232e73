namespace SovereignFleet.Diagnostics.Gpus;

/// <summary>The driver refused, or there is none.</summary>
internal sealed class GpuFault(string reason, Exception? cause) : Exception(reason, cause)
{
    /// <summary>The driver's library is absent or too old, or somebody else holds the memory: that says nothing of the GPU.</summary>
    public bool SaysNothingOfTheGpu { get; init; }
}
