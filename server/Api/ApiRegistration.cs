using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using SovereignFleet.Server.Identity;

namespace SovereignFleet.Server.Api;

internal static class ApiRegistration
{
    private const int LargestMessage = 1024 * 1024;

    /// <summary>The gRPC edge, REST by transcoding, authorisation, /healthz, /readyz, /metrics.</summary>
    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
        builder.Services.ConfigureOptions<Listeners>();
        builder.Services.AddSingleton<CallGate>();
        builder.Services.AddSingleton<FleetSnapshots>();
        builder.Services.AddSingleton<HostDetailReader>();
        builder.Services.AddSingleton<DrainReader>();
        builder.Services.AddSingleton<CommandReader>();
        builder.Services.AddSingleton<CallFaults>();
        builder.Services.AddSingleton<AccessDenials>();
        builder.Services.AddSingleton<AddressLimits>();
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        // Whoever asks reads the answer; the log would repeat it at every question.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LargestMessage;
            options.Interceptors.Add<CallGate>();
        }).AddJsonTranscoding();
        builder.AddOwnTelemetry();
        builder.Services.AddHostedService<FleetGauges>();
        return builder;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        app.Use(AddSecurityHeaders);
        app.UseRouting();
        app.UseMiddleware<ListenerGate>();

        // People and programs.
        app.MapGrpcService<AccountsEdge>();
        app.MapGrpcService<FleetViewEdge>();
        app.MapGrpcService<ConditionsEdge>();
        app.MapGrpcService<DrainsEdge>();
        app.MapGrpcService<CommandsEdge>();
        app.MapGrpcService<TicketsEdge>();
        app.MapGrpcService<AlertsEdge>();
        app.MapGrpcService<JournalEdge>();
        app.MapGrpcService<AdministrationEdge>();

        // Agents.
        app.MapGrpcService<EnrollmentEdge>();
        app.MapGet("/authority", (CertificateAuthority authority) => Results.Bytes(authority.Certificate.RawData, "application/pkix-cert"))
            .WithMetadata(new ListenerGate.Door(Listener.Agents));

        // Monitoring.
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            ResponseWriter = (context, report) => context.Response.WriteAsync(string.Join('\n', report.Entries.Values.Select(entry => entry.Description)) + "\n"),
        });
        app.MapPrometheusScrapingEndpoint();
        return app;
    }

    // The API serves data, never a page: nothing may be framed, guessed, cached or run.
    private static Task AddSecurityHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
