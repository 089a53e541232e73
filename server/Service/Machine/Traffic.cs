using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>Traffic on a Host that is said to be empty, and that hands may be on. Pure.</summary>
internal static class Traffic
{
    /// <summary>How long after the last of it the traffic is told as if it were now: a client that comes every few seconds is one trouble.</summary>
    public static readonly TimeSpan Stands = TimeSpan.FromMinutes(1);

    public static readonly DrainState[] Empty = [DrainState.Empty, DrainState.Working, DrainState.Validating];

    /// <summary>Null: none, or nobody says that the Host is empty.</summary>
    public static string? Of(Drain drain, DrainObservation observed)
    {
        if (!Empty.Contains(drain.State) || (drain.CancelRequested && drain.ReturnAsItIs))
        {
            return null;
        }

        var heartbeat = observed.Heartbeat;
        string[] seen =
        [
            .. observed.Target.Takes ? ["the target sends it requests"] : Array.Empty<string>(),
            .. observed.Target.Sessions > 0 ? [$"{observed.Target.Sessions} sessions in the target"] : Array.Empty<string>(),
            .. Came(drain, observed.Target) is > 0 and var came ? [$"{came} requests came through the target since the last look"] : Array.Empty<string>(),
            .. heartbeat.InFlight > 0 || heartbeat.Queued > 0 ? [$"{heartbeat.InFlight:0} requests in flight and {heartbeat.Queued:0} queued on the host"] : Array.Empty<string>(),
        ];
        return seen.Length == 0 ? null : $"STOP: traffic on a host in maintenance: {string.Join(", ", seen)}";
    }

    /// <summary>Whether it is over for long enough.</summary>
    public static bool IsOver(Drain drain, DateTimeOffset now) => drain.TrafficAt is not { } at || now - at >= Stands;

    /// <summary>The requests that the target sent it since the last look; null: not told.</summary>
    public static long? Came(Drain drain, TargetReading target) => target.Taken - drain.Taken;
}
