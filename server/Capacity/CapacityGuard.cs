using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Capacity;

/// <summary>The N+k guard: the one door through which a Host leaves service, or is disturbed in it. It never blocks a return.</summary>
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
        await EndOutlivedAsync(db, request, now, cancellationToken);
        var pool = await PoolReader.ReadAsync(db, request.PoolId, now, cancellationToken);
        if (pool is null)
        {
            return NoSuchPool(request.PoolId, now);
        }

        var verdict = Judge(pool, request.HostId, request.Cause, now);
        if (await db.CapacityReservations.SingleOrDefaultAsync(
            row => row.HostId == request.HostId && row.ReleasedAt == null, cancellationToken) is { } held)
        {
            verdict = Pass(held, request, verdict);
            await db.SaveChangesAsync(cancellationToken);
            return verdict;
        }

        var forced = request.Forced && !verdict.Allowed && IsOf(pool, request.HostId);
        if (forced || verdict.Allowed)
        {
            db.Add(New(request, verdict, forced, now));
            await db.SaveChangesAsync(cancellationToken);
            verdict = verdict with { Allowed = true };
        }

        await StoreCountAsync(db, request.PoolId, verdict.Available - (verdict.Allowed ? verdict.Takes : 0), cancellationToken);
        return verdict;
    }

    private static CapacityReservation New(ReservationRequest request, GuardVerdict verdict, bool forced, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PoolId = request.PoolId,
        HostId = request.HostId,
        HolderId = request.HolderId,
        Cause = request.Cause,
        TakenAt = now,
        Until = request.Until,
        Waiver = forced ? ReservationWaiver.Forced
            : verdict.Available - verdict.Takes < verdict.Required + verdict.Spare ? ReservationWaiver.NotCounted
            : null,
    };

    /// <summary>The Host is out of the count already, and who holds it may pass it on: a command to the next command, and to a drain where
    /// the Pool can spare the Host for as long as a drain lasts. Never a drain to anybody.</summary>
    private static GuardVerdict Pass(CapacityReservation held, ReservationRequest request, GuardVerdict verdict)
    {
        if (held.HolderId == request.HolderId)
        {
            return verdict with { Allowed = true, Braked = false };
        }

        if (held.Cause != ReservationCause.Command)
        {
            return verdict with { Allowed = false, Sentence = "the host is reserved by another drain", Braked = false, IsHeld = true };
        }

        if (verdict.Allowed || request.Forced)
        {
            held.Waiver = verdict.Available < verdict.Required + verdict.Spare ? request.Forced ? ReservationWaiver.Forced : ReservationWaiver.NotCounted : null;
            var until = request.Until is { } asked && held.Until is { } set ? (asked > set ? asked : set) : request.Until;
            (held.HolderId, held.Cause, held.Until) = (request.HolderId, request.Cause, until);
            verdict = verdict with { Allowed = true };
        }

        return verdict;
    }

    /// <summary>What nobody released in time, because whoever should have died, is in nobody's way.</summary>
    private static async Task EndOutlivedAsync(FleetDb db, ReservationRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.CapacityReservations
            .Where(row => (row.PoolId == request.PoolId || row.HostId == request.HostId) && row.ReleasedAt == null && row.Until <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReleasedAt, row => row.Until), cancellationToken);

    /// <summary>What <see cref="TryReserveAsync"/> would say now, without a lock and without any effect.</summary>
    public async Task<GuardVerdict> PreviewAsync(
        FleetDb db, string poolId, Guid hostId, ReservationCause cause, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pool = await PoolReader.ReadAsync(db, poolId, now, cancellationToken);
        return pool is null ? NoSuchPool(poolId, now) : Judge(pool, hostId, cause, now);
    }

    /// <summary>What <see cref="PreviewAsync"/> would say of each Host in its Pool, for a person who wants them all. One look at the fleet.</summary>
    public async Task<IReadOnlyDictionary<Guid, GuardVerdict>> PreviewAllAsync(
        FleetDb db, IReadOnlyCollection<(string PoolId, Guid HostId)> hosts, CancellationToken cancellationToken)
    {
        if (hosts.Count == 0)
        {
            return new Dictionary<Guid, GuardVerdict>();
        }

        var now = time.GetUtcNow();
        var pools = (await PoolReader.ReadAllAsync(db, now, cancellationToken)).ToDictionary(pool => pool.PoolId);
        return hosts.ToDictionary(
            host => host.HostId,
            host => pools.TryGetValue(host.PoolId, out var pool) ? Judge(pool, host.HostId, ReservationCause.Person, now) : NoSuchPool(host.PoolId, now));
    }

    /// <summary>How each Pool stands now, for no Host in particular.</summary>
    public async Task<IReadOnlyList<(string PoolId, GuardVerdict Count)>> CountAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return [.. (await PoolReader.ReadAllAsync(db, now, cancellationToken))
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
        IsOf(pool, hostId)
            ? CapacityRule.Judge(pool, hostId, cause, hearing.At(now))
            : GuardVerdict.Refused($"the host is not in {pool.PoolId}, and its own pool was not asked", now);

    private static bool IsOf(PoolCount pool, Guid hostId) => pool.Hosts.Any(host => host.Id == hostId);

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
