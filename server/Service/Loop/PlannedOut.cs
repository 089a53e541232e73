using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>How many Hosts of a Site are out for work that waited for a Window.</summary>
internal static class PlannedOut
{
    private static readonly DrainState[] States =
    [
        DrainState.Reserved, DrainState.Cordoned, DrainState.Draining, DrainState.Overdue, DrainState.Empty,
        DrainState.Working, DrainState.Validating, DrainState.Returning,
    ];

    /// <summary>Beside the Host of this Drain.</summary>
    public static Task<int> CountAsync(FleetDb db, Drain drain, CancellationToken cancellationToken) =>
        db.Drains.CountAsync(row => row.SiteId == drain.SiteId && row.Id != drain.Id && !row.Urgent && States.Contains(row.State), cancellationToken);

    /// <summary>The same, in the caller's transaction: nobody else of the Site counts until it ends. Always before the Pool is locked, so that
    /// nobody waits in a ring.</summary>
    public static async Task<int> CountLockedAsync(FleetDb db, Drain drain, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM sites WHERE id = {drain.SiteId} FOR NO KEY UPDATE", cancellationToken);
        return await CountAsync(db, drain, cancellationToken);
    }
}
