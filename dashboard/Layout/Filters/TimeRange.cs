namespace SovereignFleet.Dashboard.Layout.Filters;

/// <summary>How much of the past a page shows: the value of "range" in the address. What is going on now is shown whatever the range.</summary>
public sealed record TimeRange(string Key, string Words, TimeSpan Length)
{
    internal const string Parameter = "range";

    internal static readonly TimeRange Hour = new("1h", "Last hour", TimeSpan.FromHours(1));

    internal static readonly IReadOnlyList<TimeRange> All =
    [
        Hour, new("6h", "Last 6 h", TimeSpan.FromHours(6)), new("24h", "Last 24 h", TimeSpan.FromHours(24)),
        new("7d", "Last 7 d", TimeSpan.FromDays(7)), new("30d", "Last 30 d", TimeSpan.FromDays(30)),
    ];

    /// <summary>The named range; null: no range is named, and lists show all that they have.</summary>
    internal static TimeRange? Named(string? key) => All.FirstOrDefault(range => range.Key == key);

    internal static bool Includes(TimeRange? range, Google.Protobuf.WellKnownTypes.Timestamp? at, DateTimeOffset now) =>
        range is null || at is not null && now - at.ToDateTimeOffset() <= range.Length;
}
