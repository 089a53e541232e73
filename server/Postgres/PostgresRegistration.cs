using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres.Embedded;

namespace SovereignFleet.Server.Postgres;

internal static class PostgresRegistration
{
    /// <summary>Postgres: the connection, the embedded server where none is configured, the migrations, NOTIFY.</summary>
    public static IHostApplicationBuilder AddDatabase(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var folder = new DataFolder(configuration["DataFolder"] ?? ".fleet/server");
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton(TimeProvider.System);
        var connectionString = configuration["Database:ConnectionString"];
        if (string.IsNullOrEmpty(connectionString))
        {
            var embedded = new EmbeddedPostgres(new EmbeddedPostgresOptions
            {
                Folder = folder.At("postgres"),
                Binaries = configuration["Database:Binaries"],
                Port = configuration.GetValue("Database:Port", 0),
            });
            builder.Services.AddSingleton(embedded);
            connectionString = embedded.ConnectionString;
        }

        // Every statement and request at Information would bury what a person looks for.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        builder.Services.AddDbContextFactory<FleetDb>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddSingleton<Schema>();
        builder.Services.AddSingleton<DatabaseReady>();
        builder.Services.AddHostedService<DatabaseStartup>();
        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ChangeFeed>());
        return builder;
    }
}
