using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Each Pool that has fewer Hosts than must stay, whatever took them: no Drain does, but two faults at once do.</summary>
internal sealed class PoolAlerts(CapacityGuard guard, IOptions<LivenessOptions> liveness, TimeProvider time) : IAlertSource
{
    /// <summary>A Host that restarts its agent, or a balancer that is read a second late, is no shortage.</summary>
    public static readonly TimeSpan RequiredHold = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan SpareHold = TimeSpan.FromMinutes(1);

    /// <summary>Since when this replica sees each shortage; a restart begins anew, which delays by one hold.</summary>
    private readonly ConcurrentDictionary<(string PoolId, AlertCause Cause), DateTimeOffset> since = [];

    public IReadOnlyCollection<AlertCause> Causes => [AlertCause.PoolBelowRequired, AlertCause.PoolBelowSpare];

    public IReadOnlyCollection<string> ToldBy => [];

    public async Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A server that has just begun, or had no database, has heard nobody yet: that is no silence of theirs.
        if (liveness.Value.Of(hearingSince, now) != Liveness.Silent)
        {
            return [];
        }

        var open = await OpenAsync(db, cancellationToken);
        var standings = await StandingsAsync(db, cancellationToken);
        Note(standings, now);
        return [.. from standing in standings
                   where standing.Cause is { } cause && !open.Any(alert => alert.PoolId == standing.PoolId && alert.Cause == cause)
                       && Lasts(cause, since[(standing.PoolId, cause)], now)
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

    public static bool Lasts(AlertCause cause, DateTimeOffset since, DateTimeOffset now) =>
        now - since >= (cause == AlertCause.PoolBelowRequired ? RequiredHold : SpareHold);

    private void Note(IReadOnlyList<PoolStanding> standings, DateTimeOffset now)
    {
        var shortages = standings.Where(standing => standing.Cause is not null).Select(standing => (standing.PoolId, standing.Cause!.Value)).ToHashSet();
        foreach (var gone in since.Keys.Where(key => !shortages.Contains(key)))
        {
            since.TryRemove(gone, out _);
        }

        foreach (var key in shortages)
        {
            since.TryAdd(key, now);
        }
    }

    private static Task<List<Alert>> OpenAsync(FleetDb db, CancellationToken cancellationToken) =>
        db.Alerts.AsNoTracking().Where(alert => alert.PoolId != null && alert.EndedAt == null).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<PoolStanding>> StandingsAsync(FleetDb db, CancellationToken cancellationToken) =>
        [.. (await guard.CountAsync(db, cancellationToken)).Select(pool => PoolStanding.Of(pool.PoolId, pool.Count))];
}
