using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Postgres.Embedded;

namespace SovereignFleet.Tests.Support;

/// <summary>One private Postgres per test run, started when the first test asks and stopped when the run ends.</summary>
[TestClass]
public sealed class TestPostgres
{
    internal const string Template = "fleet_template";
    private static readonly SemaphoreSlim Gate = new(1);
    private static EmbeddedPostgres? server;
    private static string folder = "";

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        if (server is null)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        await server.StopAsync(CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        File.Delete(folder + "-password");
        File.Delete(folder + "-server-password");
    }

    internal static async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return (server ??= await StartAsync(cancellationToken)).ConnectionString;
        }
        finally
        {
            Gate.Release();
        }
    }

    internal static string DatabaseAt(string server, string name) => new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = true, MaxPoolSize = 10 }.ConnectionString;

    internal static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<EmbeddedPostgres> StartAsync(CancellationToken cancellationToken)
    {
        folder = Path.Combine(Path.GetTempPath(), "fleet-tests-" + Guid.NewGuid().ToString("N"));
        var postgres = new EmbeddedPostgres(new EmbeddedPostgresOptions { Folder = folder, Durable = false });
        await postgres.StartAsync(cancellationToken);
        await ExecuteAsync(postgres.ConnectionString, $"CREATE DATABASE {Template} TEMPLATE template0", cancellationToken);
        await using var source = NpgsqlDataSource.Create(DatabaseAt(postgres.ConnectionString, Template));
        var contexts = new DbContextOptionsBuilder<FleetDb>().UseNpgsql(source).Options;
        await new Schema(new Factory(contexts), source).ApplyAsync(cancellationToken);
        return postgres;
    }

    private sealed class Factory(DbContextOptions<FleetDb> options) : IDbContextFactory<FleetDb>
    {
        public FleetDb CreateDbContext() => new(options);
    }
}
