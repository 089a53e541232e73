using System.Numerics;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Observation;

/// <summary>One GPU as it was last read, and what only several readings tell: rates, and how often clocks were held down.</summary>
internal sealed class ObservedGpu(TimeProvider time)
{
    private readonly Queue<(long At, long Mask)> reasons = [];

    /// <summary>How many of them have each bit: counting anew would cost the most of a page.</summary>
    private readonly int[] readingsWith = new int[64];
    private readonly SteadyRate nvLink = new(time);
    private GpuReading? before;

    /// <summary>What it is. Null until an Inventory tells.</summary>
    public GpuInfo? Info { get; set; }

    /// <summary>False of a GPU that only an Inventory has told of.</summary>
    public bool WasRead => Reading.Uuid.Length > 0;

    public GpuReading Reading { get; private set; } = new();

    /// <summary>Timestamp of the reading.</summary>
    public long At { get; private set; } = time.GetTimestamp();

    public double? PcieTransmitRate { get; private set; }

    public double? PcieReceiveRate { get; private set; }

    /// <summary>Bytes per second over all links, both directions.</summary>
    public double? NvLinkRate => nvLink.PerSecond;

    public void Take(GpuReading reading)
    {
        var now = time.GetTimestamp();
        before = Reading;
        var seconds = time.GetElapsedTime(At, now).TotalSeconds;
        (Reading, At) = (reading, now);
        PcieTransmitRate = Rate(before.HasPcieTxBytes && reading.HasPcieTxBytes, before.PcieTxBytes, reading.PcieTxBytes, seconds);
        PcieReceiveRate = Rate(before.HasPcieRxBytes && reading.HasPcieRxBytes, before.PcieRxBytes, reading.PcieRxBytes, seconds);
        nvLink.Take(reading.HasNvlinkTxBytes && reading.HasNvlinkRxBytes ? reading.NvlinkTxBytes + reading.NvlinkRxBytes : null);
        while (reasons.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) > ObservedEvents.Window)
        {
            Count(reasons.Dequeue().Mask, -1);
        }

        if (reading.HasClocksEventReasons)
        {
            reasons.Enqueue((now, reading.ClocksEventReasons));
            Count(reading.ClocksEventReasons, 1);
        }
    }

    /// <summary>In how many readings of the last window the bit was set.</summary>
    public int ReadingsWith(long bit) => readingsWith[BitOperations.TrailingZeroCount(bit)];

    private void Count(long mask, int more)
    {
        for (var bits = (ulong)mask; bits != 0; bits &= bits - 1)
        {
            readingsWith[BitOperations.TrailingZeroCount(bits)] += more;
        }
    }

    /// <summary>A counter that fell back began anew: of that second nothing is known.</summary>
    private static double? Rate(bool known, long from, long to, double seconds) => known && seconds > 0 && to >= from ? (to - from) / seconds : null;
}
