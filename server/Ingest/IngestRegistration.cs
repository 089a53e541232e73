namespace SovereignFleet.Server.Ingest;

internal static class IngestRegistration
{
    /// <summary>The agents' streams and the commands to them.</summary>
    public static IHostApplicationBuilder AddIngest(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static WebApplication MapIngest(this WebApplication app)
    {
        return app;
    }
}
