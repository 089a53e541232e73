using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Work.RemoteHands.Locator;
using SovereignFleet.Server.Work.RemoteHands.Providers;
using SovereignFleet.Server.Work.RemoteHands.Providers.Email;
using SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;

namespace SovereignFleet.Server.Work.RemoteHands;

internal static class RemoteHandsRegistration
{
    /// <summary>Remote hands: tickets and the locator light.</summary>
    public static IHostApplicationBuilder AddRemoteHands(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<EmailOptions>("Tickets:Email");
        builder.Services
            .AddTicketProviders()
            .AddSingleton<TicketFactsReader>()
            .AddSingleton<TicketOpener>()
            .AddHostedService<LightSweep>()
            .AddHostedService<TicketKeeper>()
            .AddSingleton<IOutboxHandler, TicketOutbox>();
        return builder;
    }

    /// <summary>Every ticket provider there is.</summary>
    public static IServiceCollection AddTicketProviders(this IServiceCollection services) => services
        .AddSingleton<ITicketProvider, EmailTickets>()
        .AddSingleton<ITicketProvider, WebhookTickets>()
        .AddSingleton<TicketProviders>()
        .AddSingleton<ISettingsJudge>(provider => provider.GetRequiredService<TicketProviders>());
}
