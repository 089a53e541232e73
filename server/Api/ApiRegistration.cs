namespace SovereignFleet.Server.Api;

internal static class ApiRegistration
{
    /// <summary>The gRPC edge, REST by transcoding, authorisation, /healthz, /readyz, /metrics.</summary>
    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        return app;
    }
}
