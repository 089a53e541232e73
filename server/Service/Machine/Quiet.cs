using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>Whether a cordoned Host is empty. Only a reading proves it; no reading is not zero.</summary>
internal static class Quiet
{
    /// <summary>A gauge can be read between two requests; three readings in a row after the cordon cannot all be.</summary>
    public const int Readings = 3;

    /// <summary>How old a reading may be that proves something. Agents are heard each second.</summary>
    private static readonly TimeSpan ReadingStands = TimeSpan.FromSeconds(5);

    /// <summary>For how long the target must have sent it no request.</summary>
    private static readonly TimeSpan RequestsStopped = TimeSpan.FromSeconds(3);

    /// <summary>From when on it is said that a server makes no token: a long prompt takes its time.</summary>
    private static readonly TimeSpan StallTold = TimeSpan.FromSeconds(30);

    /// <summary>Null: empty. Otherwise what it waits for.</summary>
    public static string? WaitsFor(Drain drain, DrainObservation observed, DateTimeOffset now)
    {
        if (observed.Target.State != EndpointState.Drained)
        {
            return $"the target to confirm: {observed.Target.Sentence}";
        }

        if (observed.Target.Sessions > 0)
        {
            return $"{observed.Target.Sessions} sessions to end: {observed.Target.Sentence}";
        }

        if (Undoings.WaitsFor(drain, now) is { } hold)
        {
            return hold;
        }

        // Between two looks a request can come and go.
        if (observed.Target.Taken is { } taken && (taken != drain.Taken || now - drain.TakenAt < RequestsStopped))
        {
            return $"no request to come through the target for {RequestsStopped.TotalSeconds:0} s: {observed.Target.Sentence}";
        }

        return observed.Heartbeat switch
        {
            { HeardAt: null } => "a first reading of the host; nothing was ever heard of it",
            var heartbeat when now - heartbeat.HeardAt > ReadingStands => $"a fresh reading of the host; the last is {(int)(now - heartbeat.HeardAt.Value).TotalSeconds} s old",
            // An inference server that was a job, or a pod, cannot be read when it has ended; whoever ran it says so.
            { InFlight: null } or { Queued: null } when observed.Target.RunsTheWork => null,
            { InFlight: null } or { Queued: null } => "the host's inference servers to be readable; unknown is not zero",
            { InFlight: > 0 } or { Queued: > 0 } => $"{observed.Heartbeat.InFlight} requests in flight and {observed.Heartbeat.Queued} queued on the host{Stalls(observed.Heartbeat)}",
            var heartbeat when Since(drain, heartbeat) < Readings => $"{Readings} quiet readings in a row since the cordon; {Math.Max(0, Since(drain, heartbeat))} so far",
            _ => null,
        };
    }

    /// <summary>The target has nothing on the Host and the Host says nothing any more: dead, or its agent is.</summary>
    public static bool IsSilent(DrainObservation observed) => observed.Liveness is Liveness.Silent or Liveness.NeverHeard;

    /// <summary>What is in flight and does not move never ends by itself: a person is told, so that they need not wait for it.</summary>
    private static string Stalls(HeartbeatReading heartbeat) => string.Concat(heartbeat.Stalled.Where(server => server.For >= StallTold)
        .Select(server => $"; {server.Name}: {server.InFlight} running, no token made for {(int)server.For.TotalSeconds} s"));

    // Readings in a row that began before the cordon count from the cordon on.
    private static int Since(Drain drain, HeartbeatReading heartbeat) =>
        heartbeat.QuietSince is { } since && drain.CordonedAt is { } cordoned && since < cordoned
            ? heartbeat.QuietReadings - drain.QuietAtCordon
            : heartbeat.QuietReadings;
}
