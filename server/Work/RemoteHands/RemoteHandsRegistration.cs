using SovereignFleet.Server.Hosting.Jobs;
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
        builder.Services
            .AddSingleton(builder.Configuration.GetSection("Tickets:Email").Get<EmailOptions>() ?? new EmailOptions())
            .AddTicketProviders()
            .AddSingleton<TicketFactsReader>()
            .AddSingleton<TicketOpener>()
            .AddSingleton(PeriodicJob.Of<LightSweep>(TimeSpan.FromMinutes(1)))
            .AddSingleton<IOutboxHandler, TicketOutbox>();
        return builder;
    }

    /// <summary>Every ticket provider there is.</summary>
    public static IServiceCollection AddTicketProviders(this IServiceCollection services) => services
        .AddSingleton<ITicketProvider, EmailTickets>()
        .AddSingleton<ITicketProvider, WebhookTickets>()
        .AddSingleton<TicketProviders>();
}
