using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Audit;
using SovereignFleet.Server.Checks;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Profiles;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People.Accounts;
using SovereignFleet.Server.Observability;
using SovereignFleet.Server.Overview;
using SovereignFleet.Server.Plans.Requests;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Server.Windows.Requests;
using SovereignFleet.Server.Work.RemoteHands.Requests;

namespace SovereignFleet.Server.Api;

internal static class ApiRegistration
{
    private const int LargestMessage = 1024 * 1024;

    /// <summary>The listeners, REST by transcoding, authorisation, and how faults are answered. Each capability brings its own service.</summary>
    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
        builder.Services.ConfigureOptions<Listeners>();
        builder.Services.AddSingleton<RefusalNews>();
        // They log each malformed message with its stack, and nothing that is not told by CallFaults or RefusalNews.
        builder.Logging.AddFilter("Grpc.AspNetCore", LogLevel.None).AddFilter("Microsoft.AspNetCore.Grpc", LogLevel.None);
        builder.Services.AddSingleton<CallGate>();
        builder.Services.AddSingleton<CallFaults>();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LargestMessage;
            options.Interceptors.Add<CallGate>();
        }).AddJsonTranscoding(options => options.JsonSettings.RemoveEnumPrefix = true);
        return builder;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        app.UseMiddleware<RefusedCalls>();
        app.Use(AddSecurityHeaders);
        app.UseMiddleware<FormerPaths>();
        app.UseRouting();
        app.UseMiddleware<ListenerGate>();

        // People and programs.
        app.MapGrpcService<AccountsService>();
        app.MapGrpcService<ApiTokensService>();
        app.MapGrpcService<FleetViewService>();
        app.MapGrpcService<ConditionsService>();
        app.MapGrpcService<ProfilesService>();
        app.MapGrpcService<DrainsService>();
        app.MapGrpcService<PlansService>();
        app.MapGrpcService<CommandsService>();
        app.MapGrpcService<TicketsService>();
        app.MapGrpcService<AlertsService>();
        app.MapGrpcService<JournalService>();
        app.MapGrpcService<AdministrationService>();
        app.MapGrpcService<WindowsService>();
        app.MapGrpcService<ChecksService>();

        // Agents.
        app.MapGrpcService<EnrollmentService>();
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
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    }
}
