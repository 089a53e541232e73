using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Capacity;

/// <summary>A Host that serves is not taken out of the fleet where its Pool would then have fewer than its service requires.</summary>
internal sealed class PoolKeepsEnough(CapacityGuard guard) : IHostRetirement
{
    public async Task<string?> AgainstAsync(FleetDb db, Fleet.Host host, CancellationToken cancellationToken)
    {
        if (host.PoolId is not { } pool)
        {
            return null;
        }

        var count = await guard.PreviewAsync(db, pool, host.Id, ReservationCause.Person, cancellationToken);
        var serves = !count.NotAvailable.Any(line => line.StartsWith(host.Name + ": ", StringComparison.Ordinal));
        return serves && count.Available - 1 < count.Required
            ? $"it serves pool {pool}, which would have {count.Available - 1} hosts available and requires {count.Required}: bring another host in, or lower required, first"
            : null;
    }
}
