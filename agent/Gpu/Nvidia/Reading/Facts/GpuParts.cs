using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

/// <summary>One GPU's reading in the making: what was read this second, and what slower rounds have left. A slower round begins
/// empty: what it can no longer read is not told on from the round before.</summary>
internal sealed class GpuParts
{
    private readonly GpuReading[] parts = [new(), new(), new()];

    /// <summary>Where facts of this pace go.</summary>
    public GpuReading this[GpuPace pace] => parts[(int)pace];

    public void Begin(GpuPace due)
    {
        for (var pace = GpuPace.Second; pace <= due; pace++)
        {
            parts[(int)pace] = new();
        }
    }

    public GpuReading Whole()
    {
        var whole = parts[(int)GpuPace.Second];
        whole.MergeFrom(parts[(int)GpuPace.TenSeconds]);
        whole.MergeFrom(parts[(int)GpuPace.Minute]);
        return whole;
    }

    /// <summary>Nothing is carried over a gap in which the GPU could not be read.</summary>
    public void Forget() => Begin(GpuPace.Minute);
}
