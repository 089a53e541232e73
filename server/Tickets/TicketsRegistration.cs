using SovereignFleet.Server.Drains;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Tickets.Providers;

namespace SovereignFleet.Server.Tickets;

internal static class TicketsRegistration
{
    /// <summary>Remote hands.</summary>
    public static IHostApplicationBuilder AddTickets(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton(builder.Configuration.GetSection("Tickets:Email").Get<EmailOptions>() ?? new EmailOptions())
            .AddTicketProviders()
            .AddSingleton<TicketFactsReader>()
            .AddSingleton<IDrainFollower, TicketOpener>()
            .AddSingleton<IOutboxHandler, TicketOutbox>();
        return builder;
    }

    /// <summary>Every ticket provider there is.</summary>
    public static IServiceCollection AddTicketProviders(this IServiceCollection services) => services
        .AddSingleton<ITicketProvider, EmailTickets>()
        .AddSingleton<ITicketProvider, WebhookTickets>()
        .AddSingleton<TicketProviders>();
}
