using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>One line of the kernel's log, without level and time.</summary>
/// <param name="At">The time of day; null where it is not known.</param>
/// <param name="Place">Where it stands in its log, the same whenever it is read; empty where the log has no place to return to.</param>
/// <param name="Times">How often it was written; more than once where a syslog daemon counted.</param>
/// <param name="Moment">Of use only against the moments of other lines of the same log: the time of day, or the time since boot.</param>
internal readonly record struct KernelLine(string Text, DateTimeOffset? At, DateTimeOffset? Moment, string Place = "", uint Times = 1)
{
    /// <summary>An Event that this line tells of.</summary>
    public Event Tell(string kind) => new()
    {
        Kind = kind,
        At = At?.ToTimestamp(),
        Source = "kernel-log",
        Count = Times,
        Text = Text,
        Origin = Place,
    };
}
