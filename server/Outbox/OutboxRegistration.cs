namespace SovereignFleet.Server.Outbox;

internal static class OutboxRegistration
{
    /// <summary>What is owed to the world outside, delivered until it is taken.</summary>
    public static IHostApplicationBuilder AddOutbox(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<OutboxQueue>();
        builder.Services.AddSingleton<OutboxDelivery>();
        builder.Services.AddHostedService<OutboxTopics>();
        return builder;
    }
}
