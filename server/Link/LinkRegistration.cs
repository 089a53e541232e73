using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Link.Sessions;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Server.Link;

internal static class LinkRegistration
{
    /// <summary>The agents' streams: who speaks, what was said, and what of it is safe.</summary>
    public static IHostApplicationBuilder AddLink(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LinkOptions>().BindConfiguration("Link")
            .Validate(options => options.GpuPeriod > TimeSpan.Zero, "Link:GpuPeriod must be more than zero.")
            .Validate(options => options.BmcPeriod > TimeSpan.Zero, "Link:BmcPeriod must be more than zero.")
            .Validate(options => options.RevocationPeriod > TimeSpan.Zero, "Link:RevocationPeriod must be more than zero.")
            .ValidateOnStart();
        builder.Services.AddSingleton<LiveStreams>();
        builder.Services.AddSingleton<UnstoredMinutes>();
        builder.Services.AddSingleton<HeartbeatBoard>();
        builder.Services.AddSingleton<LinkMetrics>();
        builder.Services.AddSingleton<GatewayBook>();
        builder.Services.AddSingleton<GatewayRefusals>();
        builder.Services.AddSingleton<GatewayReadings>();
        builder.Services.AddSingleton<GatewayEvents>();
        builder.Services.AddSingleton<MessageCommitter>();
        builder.Services.AddSingleton<DuplicateAgents>();
        builder.Services.AddSingleton<HostSessionFactory>();
        builder.Services.AddHostedService<HeartbeatWriter>();
        builder.Services.AddHostedService<SpeakerWatch>();
        // A Frame of 16 GPUs is 4 kB, a part of a file 256 KiB: what is larger than this is no agent of ours.
        builder.Services.AddGrpc().AddServiceOptions<AgentLinkService>(options => options.MaxReceiveMessageSize = 1024 * 1024);
        return builder;
    }

    public static WebApplication MapLink(this WebApplication app)
    {
        app.MapGrpcService<AgentLinkService>();
        return app;
    }
}
