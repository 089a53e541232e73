using System.Collections.Concurrent;

namespace SovereignFleet.Agent.Sensing.Frames;

/// <summary>The periods in force: the server's Settings win over the sensor's own.</summary>
internal sealed class SensorPeriods
{
    /// <summary>No sensor is read more seldom.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TimeSpan> settings = new();

    public TimeSpan Of(ISensor sensor) => Of(sensor.Name, sensor.Period);

    /// <param name="sensor">Its name.</param>
    /// <param name="own">The sensor's own period.</param>
    public TimeSpan Of(string sensor, TimeSpan own) => Bounded(settings.TryGetValue(sensor, out var period) ? period : own);

    public void Set(string sensor, TimeSpan period) => settings[sensor] = period;

    private static TimeSpan Bounded(TimeSpan period) =>
        TimeSpan.FromSeconds(Math.Round(Math.Clamp(period.TotalSeconds, Shortest.TotalSeconds, Longest.TotalSeconds)));
}
