using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Agent.KernelLog.Prefixes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Reads a log that is at an end: for "read kernel-log FILE" and for tests. Every line on its own, nothing counted
/// together; an Event without a time came from a line without one.</summary>
/// <param name="zone">Of times that are written without one.</param>
internal sealed class KernelLogFile(TimeZoneInfo zone)
{
    private readonly LogReader reader = new();
    private readonly RecordLines records = new(zone);

    /// <summary>How the lines fared, when all are read.</summary>
    public LineCounts Tally => reader.Tally;

    public IEnumerable<Event> Read(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (records.Read(line) is not { } record)
            {
                Tally.AddEmpty();
                continue;
            }

            if (!record.IsKernels)
            {
                Tally.Add(LineClass.Ignored);
                continue;
            }

            foreach (var happened in reader.Read(record, record.At, record.At ?? DateTimeOffset.UnixEpoch + record.SinceBoot))
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
