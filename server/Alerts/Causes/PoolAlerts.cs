using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each Pool that has fewer Hosts than must stay, whatever took them: no Drain does, but two faults at once do.</summary>
internal sealed class PoolAlerts(CapacityGuard guard, IOptions<LivenessOptions> liveness, TimeProvider time) : IAlertSource
{
    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A server that has just begun, or had no database, has heard nobody yet: that is no silence of theirs.
        if (now - hearingSince < liveness.Value.Silence)
        {
            return [];
        }

        var open = await OpenAsync(db, cancellationToken);
        return [.. from standing in await StandingsAsync(db, cancellationToken)
                   where standing.Cause is { } cause && !open.Any(alert => alert.PoolId == standing.PoolId && alert.Cause == cause)
                   select AlertText.Of(standing, standing.Cause!.Value, now)];
    }

    public async Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(db, cancellationToken);
        if (open.Count == 0)
        {
            return [];
        }

        var standings = await StandingsAsync(db, cancellationToken);
        return [.. open.Where(alert => !standings.Any(standing => standing.PoolId == alert.PoolId && standing.Cause == alert.Cause)).Select(alert => alert.Id)];
    }

    private static Task<List<Alert>> OpenAsync(FleetDb db, CancellationToken cancellationToken) =>
        db.Alerts.AsNoTracking().Where(alert => alert.PoolId != null && alert.EndedAt == null).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<PoolStanding>> StandingsAsync(FleetDb db, CancellationToken cancellationToken) =>
        [.. (await guard.CountAsync(db, cancellationToken)).Select(pool => PoolStanding.Of(pool.PoolId, pool.Count))];
}
