using SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading;

/// <summary>When one GPU's slower facts are due. Each GPU has a second of its own for them, so that they do not all fall together.</summary>
internal sealed class GpuRounds(uint index, TimeProvider time)
{
    private static readonly TimeSpan Ten = TimeSpan.FromSeconds(10);
    private const int TensInMinute = 6;

    // A second is not read to the millisecond.
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(500);

    private readonly long startedAt = time.GetTimestamp();
    private TimeSpan next;
    private int tens;

    /// <summary>The slowest pace that is due; the quicker ones are due with it. The first time it is everything.</summary>
    public GpuPace Due()
    {
        var elapsed = time.GetElapsedTime(startedAt);
        if (elapsed + Early < next)
        {
            return GpuPace.Second;
        }

        next = tens == 0 ? Ten - TimeSpan.FromSeconds(index % 10) : elapsed + Ten;
        return tens++ % TensInMinute == 0 ? GpuPace.Minute : GpuPace.TenSeconds;
    }
}
