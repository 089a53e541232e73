using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SovereignFleet.Server.Postgres;

/// <summary>The database as its owner: for the schema alone. No connection of it is kept open.</summary>
internal sealed class OwnerDatabase : IDbContextFactory<FleetDb>, IAsyncDisposable
{
    public OwnerDatabase(string connectionString) =>
        DataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });

    public NpgsqlDataSource DataSource { get; }

    public FleetDb CreateDbContext() => new(new DbContextOptionsBuilder<FleetDb>().UseNpgsql(DataSource).Options);

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
