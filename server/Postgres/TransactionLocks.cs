using Microsoft.EntityFrameworkCore;

namespace SovereignFleet.Server.Postgres;

/// <summary>Locks that end with their transaction.</summary>
internal static class TransactionLocks
{
    /// <summary>False: another replica holds it, and does the work.</summary>
    /// <param name="name">Any number that nobody else locks.</param>
    public static Task<bool> TryLockAsync(this FleetDb db, long name, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({name}) AS \"Value\"").SingleAsync(cancellationToken);
}
