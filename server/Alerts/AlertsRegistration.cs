using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts;

internal static class AlertsRegistration
{
    /// <summary>On-call.</summary>
    public static IHostApplicationBuilder AddAlerts(this IHostApplicationBuilder builder)
    {
        var options = builder.AddServerOptions<AlertsOptions>("Alerts");
        builder.Services
            .AddSingleton<JsonPost>()
            .AddSingleton(services => new AlertChannels(
                options, services.GetRequiredService<DashboardOptions>(), services.GetRequiredService<JsonPost>(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton<AlertReader>()
            .AddAlertSources()
            .AddSingleton<AlertLedger>()
            .AddHostedService<AlertDispatcher>()
            .AddHostedService<AlertmanagerResender>();
        // A topic of the outbox for each receiver.
        foreach (var place in Enumerable.Range(0, AlertChannels.Configured(options).Count))
        {
            builder.Services.AddSingleton<IOutboxHandler>(services => new AlertOutbox(
                services.GetRequiredService<AlertChannels>().All[place], services.GetRequiredService<AlertReader>()));
        }

        return builder;
    }

    /// <summary>All that a person must hear of.</summary>
    public static IServiceCollection AddAlertSources(this IServiceCollection services) => services
        .AddSingleton<IAlertSource, ConditionAlerts>()
        .AddSingleton<IAlertSource, DrainAlerts>()
        .AddSingleton<IAlertSource, TrafficAlerts>()
        .AddSingleton<IAlertSource, TicketAlerts>()
        .AddSingleton<IAlertSource, CommandAlerts>()
        .AddSingleton<IAlertSource, PoolAlerts>()
        .AddSingleton<IAlertSource, JournalAlerts>();
}
