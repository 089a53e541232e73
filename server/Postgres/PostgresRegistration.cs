using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Postgres.Embedded;

namespace SovereignFleet.Server.Postgres;

internal static class PostgresRegistration
{
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
            database.IsPrivate ? services.GetRequiredService<EmbeddedPostgres>().ConnectionString : database.ConnectionString));
        builder.Services.AddDbContextFactory<FleetDb>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddSingleton<Schema>();
        builder.Services.AddSingleton<DatabaseReady>();
        builder.Services.AddHostedService<DatabaseStartup>();
        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ChangeFeed>());
        return builder;
    }
}
