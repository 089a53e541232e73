using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Postgres;

/// <summary>Brings the database to this version: EF's migrations, then the embedded SQL files in the order of their names, which are
/// idempotent. Guarded by a lock in the database, so that replicas that start at once do it one after the other.</summary>
internal sealed class Schema(IDbContextFactory<FleetDb> contexts, NpgsqlDataSource dataSource)
{
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using var guard = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(guard, $"SELECT pg_advisory_lock({AdvisoryLocks.Schema})", cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            // MigrateAsync makes its history table too, but logs its absence as a failure first.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            foreach (var (_, sql) in Files())
            {
                await ExecuteAsync(guard, sql, cancellationToken);
            }
        }
        finally
        {
            await ExecuteAsync(guard, $"SELECT pg_advisory_unlock({AdvisoryLocks.Schema})", CancellationToken.None);
        }
    }

    private static IEnumerable<(string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
