using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Postgres.Embedded;
using SovereignFleet.Server.Postgres.Roles;

namespace SovereignFleet.Server.Postgres;

internal static class PostgresRegistration
{
    /// <summary>EF throws what it logs here, with its stack: whoever asked tells it, once and at its own rate. Of a database that is away EF alone
    /// would write hundreds of lines a second.</summary>
    private static readonly EventId[] ToldByWhoeverAsked =
    [
        RelationalEventId.ConnectionError, RelationalEventId.CommandError, RelationalEventId.TransactionError, CoreEventId.QueryIterationFailed,
        CoreEventId.SaveChangesFailed,
    ];

    /// <summary>Postgres: the connection, the embedded server where none is configured, the migrations, NOTIFY.</summary>
    public static IHostApplicationBuilder AddDatabase(this IHostApplicationBuilder builder)
    {
        var database = builder.AddServerOptions<DatabaseOptions>("Database");
        if (database.IsPrivate)
        {
            builder.Services.AddSingleton(services => new EmbeddedPostgres(new EmbeddedPostgresOptions
            {
                Folder = services.GetRequiredService<DataFolder>().At("postgres"),
                Binaries = database.Binaries,
                Port = database.Port,
            }));
        }

        // Every statement and request at Information would bury what a person looks for.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddSingleton(services => NpgsqlDataSource.Create(
            database.IsPrivate ? services.GetRequiredService<EmbeddedPostgres>().ServerConnectionString : database.ConnectionString));
        builder.Services.AddDbContextFactory<FleetDb>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
            .ConfigureWarnings(warnings => warnings.Ignore(ToldByWhoeverAsked)));
        builder.Services.AddSingleton(services => OfSchema(services, database));
        // Quartz tells each attempt of each of its loops, with its stack. While the database is known to be away, that is told already.
        var ready = new DatabaseReady();
        builder.Logging.AddFilter("Quartz", level => level >= LogLevel.Warning && !ready.IsAway);
        builder.Services.AddSingleton(ready);
        builder.Services.AddHostedService<DatabaseStartup>();
        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ChangeFeed>());
        return builder;
    }

    private static Schema OfSchema(IServiceProvider services, DatabaseOptions database)
    {
        var (owner, server) = database.IsPrivate
            ? (services.GetRequiredService<EmbeddedPostgres>().ConnectionString, services.GetRequiredService<EmbeddedPostgres>().ServerConnectionString)
            : (database.OwnerConnectionString, database.ConnectionString);
        if (owner.Length == 0)
        {
            return new Schema(services.GetRequiredService<IDbContextFactory<FleetDb>>(), services.GetRequiredService<NpgsqlDataSource>());
        }

        var ownerDatabase = new OwnerDatabase(owner);
        return new Schema(ownerDatabase, ownerDatabase.DataSource, SchemaVersion.All, ServerRole.Of(server));
    }
}
