using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Tests.Support;

/// <summary>A fresh database with the whole schema, in a private Postgres of this test run.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string OurName = "the test itself";
    private static int count;
    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name)
    {
        (this.server, this.name) = (server, name);
        ConnectionString = TestPostgres.DatabaseAt(server, name);
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(ConnectionString) { ApplicationName = OurName }.ConnectionString);
        DataSource = builder.UseLoggerFactory(Queries).Build();
        Contexts = new ContextFactory(new DbContextOptionsBuilder<FleetDb>().UseNpgsql(DataSource).Options);
    }

    public string ConnectionString { get; }
    /// <summary>What was run over <see cref="DataSource"/> and <see cref="Contexts"/>.</summary>
    public QueryCount Queries { get; } = new();
    public NpgsqlDataSource DataSource { get; }
    public IDbContextFactory<FleetDb> Contexts { get; }

    /// <summary>A copy of a template that the schema was brought to once.</summary>
    public static async Task<TestDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var server = await TestPostgres.GetAsync(cancellationToken);
        var name = "test_" + Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        await TestPostgres.ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {TestPostgres.Template}", cancellationToken);
        return new TestDatabase(server, name);
    }

    /// <summary>An empty database: no schema at all.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(CancellationToken cancellationToken)
    {
        var server = await TestPostgres.GetAsync(cancellationToken);
        var name = "empty_" + Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        await TestPostgres.ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0", cancellationToken);
        return new TestDatabase(server, name);
    }

    /// <summary>Gone now, and not with all others when the run ends: hundreds of them are hundreds of thousands of files. Where a
    /// server that the test ends later still runs on it, it stays until then.</summary>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await using (var pooled = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        if (await IsFreeAsync())
        {
            await TestPostgres.ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None);
        }
    }

    private async Task<bool> IsFreeAsync()
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(CancellationToken.None);
        await using var others = new NpgsqlCommand(
            $"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{name}' AND application_name <> '{OurName}')", connection);
        return (bool)(await others.ExecuteScalarAsync(CancellationToken.None))!;
    }

    private sealed class ContextFactory(DbContextOptions<FleetDb> options) : IDbContextFactory<FleetDb>
    {
        public FleetDb CreateDbContext() => new(options);
    }
}
