using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Reads a log that is at an end: for "read kernel-log FILE" and for tests. Every line on its own, nothing counted
/// together; an Event without a time came from a line without one.</summary>
/// <param name="zone">Of times that are written without one.</param>
internal sealed class KernelLogFile(TimeZoneInfo zone)
{
    private readonly LogReader reader = new();

    /// <summary>How the lines fared, when all are read.</summary>
    public LineCounts Tally => reader.Tally;

    public IEnumerable<Event> Read(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (KernelRecords.Parse(line, zone) is not { } record)
            {
                Tally.AddEmpty();
                continue;
            }

            foreach (var happened in reader.Read(record.Text, record.At, record.At ?? DateTimeOffset.UnixEpoch + record.SinceBoot))
            {
                yield return happened;
            }
        }

        foreach (var happened in reader.Flush())
        {
            yield return happened;
        }
    }
}
