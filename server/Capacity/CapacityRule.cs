using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Server.Capacity;

/// <summary>The N+k arithmetic. Pure: counts in, verdict out.</summary>
internal static class CapacityRule
{
    /// <summary>A predictor that has gone wrong must not empty the fleet: past this share, a person decides.</summary>
    private const double PredictionShare = 0.02;

    public static GuardVerdict Judge(PoolCount pool, Guid hostId, ReservationCause cause, LivenessAt liveness)
    {
        var reasons = pool.Hosts.ToDictionary(host => host.Id, host => WhyNot(host, pool, liveness));
        var available = reasons.Values.Count(reason => reason is null);
        var takes = reasons.TryGetValue(hostId, out var why) && why is null ? 1 : 0;
        var mustStay = pool.Required + pool.Spare;
        var brake = Math.Max(1, (int)(pool.FleetSize * PredictionShare));
        // A command on a Host that serves nobody takes nothing from the Pool, and may be what brings the Host back.
        var affords = available - takes >= mustStay
            || (cause == ReservationCause.Command && pool.Hosts.Any(host => host.Id == hostId && WhyNot(host with { Reserved = false }, pool, liveness) is not null));
        var braked = affords && cause == ReservationCause.Prediction && pool.Predictions >= brake;
        return new GuardVerdict
        {
            Allowed = affords && !braked,
            Sentence = braked
                ? $"{pool.Predictions} of at most {brake} hosts are out by prediction already; a person must look, and lift the limit, before another one goes"
                : Arithmetic(pool, available, takes, mustStay),
            Available = available,
            Required = pool.Required,
            Spare = pool.Spare,
            Reserved = pool.Hosts.Count(host => host.Reserved),
            NotAvailable = [.. pool.Hosts.Where(host => reasons[host.Id] is not null).OrderBy(host => host.Name, StringComparer.Ordinal)
                .Select(host => $"{host.Name}: {reasons[host.Id]}")],
            At = liveness.Now,
            Braked = braked,
            Takes = takes,
        };
    }

    private static string Arithmetic(PoolCount pool, int available, int takes, int mustStay)
    {
        var has = $"{pool.PoolId} has {available} of {pool.Hosts.Count} hosts available";
        var leaves = takes == 1 ? $"1 leaves {available - 1}" : "this one does not count already";
        return $"{has}; {leaves}, and {pool.Required} required + {pool.Spare} spare = {mustStay} must stay";
    }

    // A Host of which nothing is heard counts as not available: absence of data is not health.
    private static string? WhyNot(CountedHost host, PoolCount pool, LivenessAt liveness) => host switch
    {
        _ when host.Jurisdiction != pool.Jurisdiction => $"stands in {host.Jurisdiction}, the pool is {pool.Jurisdiction}",
        { State: ServiceState.Draining } => "draining",
        { State: ServiceState.InRepair } => "in maintenance",
        { State: not ServiceState.InService } => "out of service",
        { Reserved: true, HeldByCommand: true } => "disturbed by a command",
        { Reserved: true } => "reserved by another drain",
        { HeardAt: null } => "never heard",
        { Fault: { } fault } => fault.TrimEnd('.'),
        _ when liveness.Of(host.HeardAt) == Liveness.Silent => $"silent for {(int)(liveness.Now - host.HeardAt.Value).TotalSeconds} s",
        { TargetFault: { } fault } => fault,
        _ => ServersFault.Of(host.Unread, liveness),
    };
}
