using SovereignFleet.Server.Ingest.Gateway;
using SovereignFleet.Server.Ingest.Orders;

namespace SovereignFleet.Server.Ingest;

internal static class IngestRegistration
{
    /// <summary>The agents' streams and the commands to them.</summary>
    public static IHostApplicationBuilder AddIngest(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<IngestOptions>().BindConfiguration("Ingest")
            .Validate(options => options.GpuPeriod > TimeSpan.Zero, "Ingest:GpuPeriod must be more than zero.")
            .Validate(options => options.BmcPeriod > TimeSpan.Zero, "Ingest:BmcPeriod must be more than zero.")
            .Validate(options => options.RevocationPeriod > TimeSpan.Zero, "Ingest:RevocationPeriod must be more than zero.")
            .ValidateOnStart();
        builder.Services.AddSingleton<LiveStreams>();
        builder.Services.AddSingleton<UnstoredMinutes>();
        builder.Services.AddSingleton<PulseBoard>();
        builder.Services.AddSingleton<IngestMetrics>();
        builder.Services.AddSingleton<GatewayBook>();
        builder.Services.AddSingleton<GatewayRefusals>();
        builder.Services.AddSingleton<GatewayReadings>();
        builder.Services.AddSingleton<GatewayEvents>();
        builder.Services.AddSingleton<MessageCommitter>();
        builder.Services.AddSingleton<DuplicateAgents>();
        builder.Services.AddSingleton<HostSessionFactory>();
        builder.Services.AddSingleton<CommandOrders>();
        builder.Services.AddHostedService<PulseWriter>();
        builder.Services.AddHostedService<CommandPump>();
        builder.Services.AddHostedService<SpeakerWatch>();
        // A Frame of 16 GPUs is 4 kB, a part of a file 256 KiB: what is larger than this is no agent of ours.
        builder.Services.AddGrpc().AddServiceOptions<AgentLinkEdge>(options => options.MaxReceiveMessageSize = 1024 * 1024);
        return builder;
    }

    public static WebApplication MapIngest(this WebApplication app)
    {
        app.MapGrpcService<AgentLinkEdge>();
        return app;
    }
}
