using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Reads a log that is at an end: for "read kernel-log FILE" and for tests. Every line on its own, nothing counted
/// together; an Event without a time came from a line without one.</summary>
internal static class KernelLogFile
{
    public static IEnumerable<Event> Read(IEnumerable<string> lines)
    {
        var log = new DriverLog();
        foreach (var line in lines)
        {
            if (KernelRecords.Parse(line) is not { } record)
            {
                continue;
            }

            foreach (var happened in log.Read(record.Text))
            {
                happened.At = record.At?.ToTimestamp();
                yield return happened;
            }
        }

        foreach (var happened in log.Flush())
        {
            yield return happened;
        }
    }
}
