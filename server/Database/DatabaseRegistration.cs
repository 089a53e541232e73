namespace SovereignFleet.Server.Database;

internal static class DatabaseRegistration
{
    /// <summary>Postgres: the connection, the embedded server where none is configured, the migrations, NOTIFY.</summary>
    public static IHostApplicationBuilder AddDatabase(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
