using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Database;

namespace SovereignFleet.Tests.Support;

/// <summary>A fresh database with the whole schema, in a private Postgres of this test run.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static int count;

    private TestDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        DataSource = NpgsqlDataSource.Create(connectionString);
        Contexts = new ContextFactory(new DbContextOptionsBuilder<FleetDb>().UseNpgsql(DataSource).Options);
    }

    public string ConnectionString { get; }
    public NpgsqlDataSource DataSource { get; }
    public IDbContextFactory<FleetDb> Contexts { get; }

    /// <summary>A copy of a template that the schema was brought to once.</summary>
    public static async Task<TestDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var server = await TestPostgres.GetAsync(cancellationToken);
        var name = "test_" + Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        await TestPostgres.ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {TestPostgres.Template}", cancellationToken);
        return new TestDatabase(TestPostgres.DatabaseAt(server, name));
    }

    /// <summary>An empty database: no schema at all.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(CancellationToken cancellationToken)
    {
        var server = await TestPostgres.GetAsync(cancellationToken);
        var name = "empty_" + Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        await TestPostgres.ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0", cancellationToken);
        return new TestDatabase(TestPostgres.DatabaseAt(server, name));
    }

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();

    private sealed class ContextFactory(DbContextOptions<FleetDb> options) : IDbContextFactory<FleetDb>
    {
        public FleetDb CreateDbContext() => new(options);
    }
}
