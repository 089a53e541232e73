using System.Globalization;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>What happened on a Host or a GPU, marked on the axis of its charts.</summary>
/// <param name="GpuUuid">Empty: the Host's own.</param>
/// <param name="Code">A condition's, or "XID 31".</param>
/// <param name="Sentence">For a person; of an Event the line that was read.</param>
public sealed record ChartEvent(DateTimeOffset At, string GpuUuid, string Code, string Sentence, bool IsResolved)
{
    /// <summary>The kinds of Events that are marked: what befell a GPU or its Host, whether or not a condition came of it.</summary>
    internal static readonly IReadOnlyList<string> Kinds =
        [EventKinds.Xid, EventKinds.FallenOffBus, EventKinds.EccUncorrected, EventKinds.GpuReset, EventKinds.GpuReplaced, EventKinds.Reboot];

    /// <summary>An Event and the condition that came of it are one thing.</summary>
    private static readonly TimeSpan Same = TimeSpan.FromMinutes(2);

    /// <summary>All since then, the newest first: what fired, and the Events that nothing fired for.</summary>
    internal static IReadOnlyList<ChartEvent> Of(IEnumerable<Condition> conditions, IEnumerable<HostEvent> events, DateTimeOffset since)
    {
        ChartEvent[] fired =
        [
            .. conditions.Select(condition => (condition, At: (condition.FiredAt ?? condition.Since)?.ToDateTimeOffset()))
                .Where(found => found.At is not null)
                .Select(found => new ChartEvent(
                    found.At!.Value, found.condition.GpuUuid, found.condition.Code, found.condition.Sentence, found.condition.ResolvedAt is not null)),
        ];
        var alone = events.Where(seen => seen.At is not null).Select(Of).Where(seen => !fired.Any(each => IsSame(each, seen)));
        return [.. fired.Concat(alone).Where(found => found.At >= since).OrderByDescending(found => found.At)];
    }

    /// <summary>Those of one GPU and of its Host, which it shares in.</summary>
    internal static IReadOnlyList<ChartEvent> OfGpu(IEnumerable<ChartEvent> all, string gpuUuid) =>
        [.. all.Where(found => found.GpuUuid == gpuUuid || (found.GpuUuid.Length == 0 && found.Code == EventKinds.Reboot))];

    private static ChartEvent Of(HostEvent seen) => new(
        seen.At.ToDateTimeOffset(), seen.GpuUuid, seen.Kind == EventKinds.Xid ? string.Create(CultureInfo.InvariantCulture, $"XID {seen.Code}") : seen.Kind, seen.Text, false);

    // "xid-79" of the condition, "XID 79" of the Event.
    private static bool IsSame(ChartEvent condition, ChartEvent seen) =>
        condition.GpuUuid == seen.GpuUuid && (condition.At - seen.At).Duration() < Same
        && string.Equals(condition.Code, seen.Code.Replace(' ', '-').Replace('_', '-'), StringComparison.OrdinalIgnoreCase);
}
