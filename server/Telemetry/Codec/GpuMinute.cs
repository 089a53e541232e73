using System.Numerics;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto.Metrics;

namespace SovereignFleet.Server.Telemetry.Codec;

/// <summary>What one GPU read in the sixty seconds of one minute. A second at which a metric said nothing stays unknown.</summary>
internal sealed class GpuMinute
{
    public const int Seconds = 60;
    private readonly ulong[] known = new ulong[MetricIndex.ById.Count];
    private readonly long[]?[] values = new long[MetricIndex.ById.Count][];

    /// <summary>Bit s is set where a reading of second s was taken, whatever it said.</summary>
    public ulong Read { get; private set; }

    public void Set(int second, GpuReading reading)
    {
        MarkRead(second);
        foreach (var metric in MetricIndex.ById)
        {
            if (metric.Read(reading) is { } value)
            {
                Set(second, metric.Id, value);
            }
        }
    }

    public void Set(int second, int metricId, long value)
    {
        MarkRead(second);
        var at = Slot(metricId);
        (values[at] ??= new long[Seconds])[second] = value;
        known[at] |= 1UL << second;
    }

    public void MarkRead(int second)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)second, (uint)Seconds, nameof(second));
        Read |= 1UL << second;
    }

    /// <summary>Bit s is set where second s is known.</summary>
    public ulong Known(int metricId) => known[Slot(metricId)];

    public long? Get(int second, int metricId)
    {
        var at = Slot(metricId);
        return (known[at] >> second & 1) == 1 ? values[at]![second] : null;
    }

    /// <summary>The minute in which the instant lies.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    public GpuMinute Copy()
    {
        var copy = new GpuMinute();
        copy.Merge(this);
        return copy;
    }

    /// <summary>Takes over every second that the other has: a reading that was resent, or came late, is there once.</summary>
    public void Merge(GpuMinute other)
    {
        foreach (var metric in MetricIndex.ById)
        {
            // A second that the other read replaces ours whole, so that merging twice is merging once.
            known[Slot(metric.Id)] &= ~other.Read;
            for (var rest = other.Known(metric.Id); rest != 0; rest &= rest - 1)
            {
                var second = BitOperations.TrailingZeroCount(rest);
                Set(second, metric.Id, other.Get(second, metric.Id)!.Value);
            }
        }

        Read |= other.Read;
    }

    private static int Slot(int metricId) => metricId - MetricIndex.FirstId;
}
