using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres.Roles;

namespace SovereignFleet.Server.Postgres;

/// <summary>Brings the database to this program's schema: EF's migrations, and between them the versions of Postgres/Schema, each once. A
/// database that a later program has brought further is left as it is: an older replica that restarts in the middle of an upgrade puts
/// nothing back. Guarded by a lock in the database, so that replicas that start at once do it one after the other.</summary>
/// <param name="contexts">As the owner, like <paramref name="dataSource"/>.</param>
/// <param name="role">The server's own; null: it works as the owner.</param>
internal sealed class Schema(
    IDbContextFactory<FleetDb> contexts, NpgsqlDataSource dataSource, IReadOnlyList<SchemaVersion> versions, ServerRole? role = null)
{
    private const string Table = "CREATE TABLE IF NOT EXISTS schema_versions (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())";

    public Schema(IDbContextFactory<FleetDb> contexts, NpgsqlDataSource dataSource)
        : this(contexts, dataSource, SchemaVersion.All)
    {
    }

    /// <returns>What a later program has added, by name; none: the schema is this program's own.</returns>
    /// <exception cref="InvalidOperationException">The schema is neither this program's, nor one before it, nor one after it.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken)
    {
        await using var guard = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(guard, $"SELECT pg_advisory_lock({AdvisoryLocks.Schema})", [], cancellationToken);
        try
        {
            await (role?.TakeOverAsync(guard, cancellationToken) ?? Task.CompletedTask);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            // MigrateAsync makes its history table too, but logs its absence as a failure first.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
            await ExecuteAsync(guard, Table, [], cancellationToken);
            var applied = await AppliedAsync(db, cancellationToken);
            string[] known = [.. db.Database.GetMigrations(), .. versions.Select(version => version.Name)];
            string[] later = [.. applied.Except(known)];
            if (later.Length == 0)
            {
                await UpgradeAsync(db, applied, cancellationToken);
                await ExecuteAsync(guard, QuartzTables.Sql, [], cancellationToken);
                await (role?.GrantAsync(guard, cancellationToken) ?? Task.CompletedTask);
            }
            else if (known.Except(applied).ToArray() is { Length: > 0 } missing)
            {
                throw new InvalidOperationException(
                    $"The database's schema is of another line of versions: it has {string.Join(", ", later)}, which this program does not know, "
                    + $"and lacks {string.Join(", ", missing)}. Start the version that made it, or restore a backup from before (docs/recover.md).");
            }

            return later;
        }
        finally
        {
            await ExecuteAsync(guard, $"SELECT pg_advisory_unlock({AdvisoryLocks.Schema})", [], CancellationToken.None);
        }
    }

    private async Task UpgradeAsync(FleetDb db, HashSet<string> applied, CancellationToken cancellationToken)
    {
        foreach (var version in versions.Where(version => !applied.Contains(version.Name)))
        {
            // Up to the migration that it was written for, not further: a later one may drop what it speaks of. Never back, either.
            var migration = db.Database.GetMigrations().Single(id => id.EndsWith("_" + version.After, StringComparison.Ordinal));
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Contains(migration))
            {
                await db.Database.MigrateAsync(migration, cancellationToken);
            }

            await RunAsync(version, cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Whole or not at all, with the row that says so.</summary>
    private async Task RunAsync(SchemaVersion version, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, version.Sql, [], cancellationToken);
        await ExecuteAsync(connection, "INSERT INTO schema_versions (name) VALUES (@name)", [new NpgsqlParameter("name", version.Name)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<HashSet<string>> AppliedAsync(FleetDb db, CancellationToken cancellationToken) =>
    [
        .. await db.Database.GetAppliedMigrationsAsync(cancellationToken),
        .. await db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM schema_versions").ToListAsync(cancellationToken),
    ];

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
