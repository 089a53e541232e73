using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Capacity;

/// <summary>The N+k guard: the one door through which a Host leaves service. It never blocks a return.</summary>
internal sealed class CapacityGuard(Hearing hearing, TimeProvider time)
{
    /// <summary>Takes the Host out of the Pool's budget if the Pool can afford it. Runs in the caller's transaction, which
    /// must be open: the Pool's row stays locked until it ends, so that nobody else counts meanwhile.</summary>
    public async Task<GuardVerdict> TryReserveAsync(FleetDb db, ReservationRequest request, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A reservation needs the caller's transaction: without it the count is not locked.");
        }

        await LockAsync(db, request, cancellationToken);
        var now = time.GetUtcNow();
        var pool = await PoolReader.ReadAsync(db, request.PoolId, cancellationToken);
        if (pool is null)
        {
            return NoSuchPool(request.PoolId, now);
        }

        var verdict = Judge(pool, request.HostId, request.Cause, now);
        var holder = await db.CapacityReservations
            .Where(reservation => reservation.HostId == request.HostId && reservation.ReleasedAt == null)
            .Select(reservation => (Guid?)reservation.HolderId).SingleOrDefaultAsync(cancellationToken);
        if (holder is not null)
        {
            return holder == request.HolderId
                ? verdict with { Allowed = true, Braked = false }
                : verdict with { Allowed = false, Sentence = "the host is reserved by another drain", Braked = false };
        }

        if (verdict.Allowed)
        {
            db.Add(new CapacityReservation
            {
                Id = Guid.CreateVersion7(now),
                PoolId = request.PoolId,
                HostId = request.HostId,
                HolderId = request.HolderId,
                Cause = request.Cause,
                TakenAt = now,
            });
            await db.SaveChangesAsync(cancellationToken);
        }

        await StoreCountAsync(db, request.PoolId, verdict.Available - (verdict.Allowed ? 1 : 0), cancellationToken);
        return verdict;
    }

    /// <summary>What <see cref="TryReserveAsync"/> would say now, without a lock and without any effect.</summary>
    public async Task<GuardVerdict> PreviewAsync(
        FleetDb db, string poolId, Guid hostId, ReservationCause cause, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pool = await PoolReader.ReadAsync(db, poolId, cancellationToken);
        return pool is null ? NoSuchPool(poolId, now) : Judge(pool, hostId, cause, now);
    }

    /// <summary>How each Pool stands now, for no Host in particular.</summary>
    public async Task<IReadOnlyList<(string PoolId, GuardVerdict Count)>> CountAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return [.. (await PoolReader.ReadAllAsync(db, cancellationToken))
            .Select(pool => (pool.PoolId, CapacityRule.Judge(pool, Guid.Empty, ReservationCause.Person, hearing.At(now))))];
    }

    /// <summary>Gives back what the holder has; nothing to give back is no error.</summary>
    public async Task ReleaseAsync(FleetDb db, Guid holderId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.CapacityReservations
            .Where(reservation => reservation.HolderId == holderId && reservation.ReleasedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(reservation => reservation.ReleasedAt, now), cancellationToken);
    }

    // A Pool cannot spare what it does not have: the Host's own Pool would not have been asked.
    private GuardVerdict Judge(PoolCount pool, Guid hostId, ReservationCause cause, DateTimeOffset now) =>
        pool.Hosts.Any(host => host.Id == hostId)
            ? CapacityRule.Judge(pool, hostId, cause, hearing.At(now))
            : GuardVerdict.Refused($"the host is not in {pool.PoolId}, and its own pool was not asked", now);

    private static async Task LockAsync(FleetDb db, ReservationRequest request, CancellationToken cancellationToken)
    {
        // Always in this order (fleet, then Pool), so that two reservations never wait for each other in a ring.
        // The limit of predictions is the fleet's, not one Pool's.
        if (request.Cause == ReservationCause.Prediction)
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.PredictionReservations})", cancellationToken);
        }

        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM pools WHERE id = {request.PoolId} FOR UPDATE", cancellationToken);
    }

    private static async Task StoreCountAsync(FleetDb db, string poolId, int available, CancellationToken cancellationToken) =>
        await db.Pools.Where(pool => pool.Id == poolId && pool.Available != available)
            .ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Available, available), cancellationToken);

    private static GuardVerdict NoSuchPool(string poolId, DateTimeOffset now) => GuardVerdict.Refused($"there is no pool {poolId}", now);
}
