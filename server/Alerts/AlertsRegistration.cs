using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Outbox;

namespace SovereignFleet.Server.Alerts;

internal static class AlertsRegistration
{
    /// <summary>On-call.</summary>
    public static IHostApplicationBuilder AddAlerts(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Alerts").Get<AlertsOptions>() ?? new AlertsOptions();
        if (options.Faults().ToList() is { Count: > 0 } faults)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
        }

        var post = new JsonPost();
        var channels = new AlertChannels(options, post, TimeProvider.System);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(post)
            .AddSingleton(channels)
            .AddSingleton<AlertReader>()
            .AddSingleton<AlertLedger>()
            .AddHostedService<AlertDispatcher>()
            .AddHostedService<AlertmanagerResender>();
        foreach (var channel in channels.All)
        {
            builder.Services.AddSingleton<IOutboxHandler>(services => new AlertOutbox(channel, services.GetRequiredService<AlertReader>()));
        }

        return builder;
    }
}
