using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.States;

/// <summary>The requests that run and wait on a Host that is drained, in words.</summary>
internal static class DrainLoad
{
    /// <param name="isCurrent">The Host is heard: else these are the last numbers, and not now's.</param>
    public static string Words(Drain drain, bool isCurrent)
    {
        var (running, waiting) = (Shown.Number(drain.HasInFlight ? drain.InFlight : null), Shown.Number(drain.HasQueued ? drain.Queued : null));
        return isCurrent || (!drain.HasInFlight && !drain.HasQueued) ? $"{running}, {waiting}" : $"unknown; was {running}, {waiting}";
    }
}
