using Microsoft.EntityFrameworkCore;

namespace SovereignFleet.Server.Hosting.Workers;

/// <summary>What goes on in the background of one replica at a time: each begins its rounds, one gets the lock and works, the others find it
/// taken and wait for their next round. The lock is the transaction's in which the work is done: it ends with the replica that dies.</summary>
/// <typeparam name="TContext">The database's context: this folder knows none of its own.</typeparam>
internal abstract class OneReplicaWorker<TContext>(IDbContextFactory<TContext> contexts, DatabaseReady ready, TimeProvider time)
    : EveryReplicaWorker(ready, time)
    where TContext : DbContext
{
    /// <summary>One of <see cref="AdvisoryLocks"/>.</summary>
    protected abstract long LockNumber { get; }

    /// <summary>One cheap question, before anything is locked: at rest it is all that is asked.</summary>
    protected virtual Task<bool> HasWorkAsync(TContext db, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Called in a transaction that is committed afterwards.</summary>
    protected abstract Task WorkAsync(TContext db, CancellationToken cancellationToken);

    protected sealed override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await HasWorkAsync(db, cancellationToken))
        {
            await AloneAsync(db, WorkAsync, cancellationToken);
        }
    }

    /// <summary>Does nothing where another replica is at work.</summary>
    protected async Task AloneAsync(Func<TContext, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await AloneAsync(db, work, cancellationToken);
    }

    private async Task AloneAsync(TContext db, Func<TContext, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({LockNumber}) AS \"Value\"").SingleAsync(cancellationToken))
        {
            return;
        }

        await work(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
