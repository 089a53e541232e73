using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Link.Events;
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
        builder.AddServerOptions<LinkOptions>("Link");
        builder.Services.AddSingleton<LiveStreams>();
        builder.Services.AddSingleton<UnstoredMinutes>();
        builder.Services.AddSingleton<HeartbeatBoard>();
        builder.Services.AddSingleton<LinkMetrics>();
        builder.Services.AddSingleton<GatewayBook>();
        builder.Services.AddSingleton<GatewayRefusals>();
        builder.Services.AddSingleton<GatewayReadings>();
        builder.Services.AddSingleton<EventShare>();
        builder.Services.AddSingleton<EventKeeper>();
        builder.Services.AddSingleton<GatewayEvents>();
        builder.Services.AddSingleton<GpuBook>();
        builder.Services.AddSingleton<MessageCommitter>();
        builder.Services.AddSingleton<DuplicateAgents>();
        builder.Services.AddSingleton<KeptAbilities>();
        builder.Services.AddSingleton<SupersededAgents>();
        builder.Services.AddSingleton<ISupersededWatch>(provider => provider.GetRequiredService<SupersededAgents>());
        builder.Services.AddSingleton<AgentAdmission>();
        builder.Services.AddSingleton<LiveFrames>();
        builder.Services.AddSingleton<FrameWays>();
        builder.Services.AddSingleton<FloodTeller>();
        builder.Services.AddSingleton<HostInboxes>();
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
        // What judges is made now: two rules of one name end the start, not the first agent's call.
        _ = app.Services.GetRequiredService<HostSessionFactory>();
        return app;
    }
}
