namespace SovereignFleet.Server.Telemetry.Ranges;

/// <summary>Gathers seconds into equal buckets, each with its minimum, mean and maximum: a spike of one second is still seen
/// at any zoom.</summary>
internal sealed class Downsampler
{
    private readonly long from;
    private readonly long to;
    private readonly long width;
    private readonly (double Min, double Sum, double Max, int Count)[] buckets;

    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive, after <paramref name="from"/>.</param>
    public Downsampler(DateTimeOffset from, DateTimeOffset to, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        this.from = from.ToUnixTimeSeconds();
        this.to = Math.Max(this.from + 1, to.ToUnixTimeSeconds());
        width = Math.Max(1, (this.to - this.from + maxPoints - 1) / maxPoints);
        buckets = new (double, double, double, int)[(this.to - this.from + width - 1) / width];
    }

    /// <summary>A second outside the range is not counted.</summary>
    public void Add(long unixSecond, double value)
    {
        if (unixSecond < from || unixSecond >= to)
        {
            return;
        }

        ref var bucket = ref buckets[(unixSecond - from) / width];
        bucket = bucket.Count == 0
            ? (value, value, value, 1)
            : (Math.Min(bucket.Min, value), bucket.Sum + value, Math.Max(bucket.Max, value), bucket.Count + 1);
    }

    public IReadOnlyList<SeriesPoint> Points() =>
    [
        .. buckets.Select((bucket, index) => bucket.Count == 0
            ? new SeriesPoint(Start(index), double.NaN, double.NaN, double.NaN)
            : new SeriesPoint(Start(index), bucket.Min, bucket.Sum / bucket.Count, bucket.Max)),
    ];

    private DateTimeOffset Start(int index) => DateTimeOffset.FromUnixTimeSeconds(from + index * width);
}
