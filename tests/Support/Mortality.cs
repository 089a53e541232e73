using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Tests.Support;

/// <summary>Kills whoever passes the n-th boundary: before a commit, after a commit, before an effect, after an effect. From then on
/// until it is revived, all that the victim still tries fails too, as with kill -9.</summary>
internal sealed class Mortality(NpgsqlDataSource dataSource) : DbTransactionInterceptor, IDbContextFactory<FleetDb>
{
    private int passed;
    private bool dead;

    /// <summary>Counted from when it is set; zero: nobody dies.</summary>
    public int DieAt { get; set; }
    public string? DiedAt { get; private set; }

    public FleetDb CreateDbContext() =>
        new(new DbContextOptionsBuilder<FleetDb>().UseNpgsql(dataSource).AddInterceptors(this).Options);

    public void Revive() => (dead, DieAt, passed) = (false, 0, 0);

    public void Pass(string boundary)
    {
        if (dead)
        {
            throw new InvalidOperationException("The dead do nothing.");
        }

        if (DieAt != 0 && ++passed == DieAt)
        {
            (dead, DiedAt) = (true, boundary);
            throw new InvalidOperationException($"Killed {boundary}.");
        }
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Pass("before a commit");
        return base.TransactionCommittingAsync(transaction, eventData, result, cancellationToken);
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Pass("after a commit");
        return base.TransactionCommittedAsync(transaction, eventData, cancellationToken);
    }
}
