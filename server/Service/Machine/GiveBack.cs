using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>Undoes what we did, no more: what somebody else had drained before us stays drained. Pure.</summary>
internal static class GiveBack
{
    /// <summary>How long an endpoint that the Pool names no more may keep a return waiting: it may be gone for good.</summary>
    public static readonly TimeSpan FormerPatience = TimeSpan.FromMinutes(10);

    public static DrainDecision Next(Drain drain, DrainObservation observed, DrainState end, string how, DateTimeOffset now)
    {
        if (drain.FoundDrained is null)
        {
            return new(end, DrainEffect.None, $"{how}; nothing had been changed");
        }

        var (target, leave) = (observed.Target, Found.Read(drain));
        // Those that answer first: one balancer that is away or knows it no more is no reason to leave the others without the host.
        if (target.CanGiveBack(leave) || observed.Former?.CanGiveBack(leave) == true)
        {
            return new(drain.State, DrainEffect.Uncordon, "the target to send it requests again");
        }

        return target.IsBack(leave)
            ? Back(drain, observed, new(end, DrainEffect.None, Said(how, [.. leave.Union(target.Theirs)])), leave, now)
            : target.State == EndpointState.Missing
                ? new(DrainState.Failed, DrainEffect.None, $"cannot be returned: {target.Sentence}; the host is out of service")
                : Stay(drain, $"the target, to return the host: {target.Sentence}");
    }

    /// <summary>Back everywhere that the Pool's settings name.</summary>
    private static DrainDecision Back(Drain drain, DrainObservation observed, DrainDecision done, IReadOnlySet<string> leave, DateTimeOffset now)
    {
        if (observed.Former is { State: EndpointState.Unreachable } silent)
        {
            var since = drain.CancelRequestedAt ?? drain.StateSince;
            return now - since < FormerPatience
                ? Stay(drain, $"an answer of what the pool's settings do not name any more, where the host was drained: {silent.Sentence}")
                : done with { Sentence = $"{done.Sentence}; it may still be drained where the pool's settings do not look any more: {silent.Sentence}" };
        }

        // What was proven goes back to serve; the target's own check must think so too.
        return drain.State == DrainState.Returning && observed.Target.NotUp(leave) is { } why
            ? Stay(drain, $"the target's own check of the host: {why}")
            : done;
    }

    private static string Said(string how, IReadOnlyCollection<string> left) => left.Count == 0
        ? $"{how}; the target sends it requests again"
        : $"{how}; left as found, drained by somebody else on {string.Join(", ", left.Order(StringComparer.Ordinal))}";

    private static DrainDecision Stay(Drain drain, string waitingFor) => new(drain.State, DrainEffect.None, waitingFor);
}
