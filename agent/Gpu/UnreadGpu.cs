using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>The reading of a GPU that could not be read: which it is, and why.</summary>
internal static class UnreadGpu
{
    public const string BeingOpened = "the driver is being opened anew";

    public static GpuReading Of(IGpu gpu, GpuReading.Types.State state, string error) =>
        new() { Index = gpu.Index, Uuid = gpu.Uuid, State = state, Error = error };
}
