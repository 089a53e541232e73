using SovereignFleet.Server.Telemetry.Ranges;
using SovereignFleet.Server.Telemetry.Storage;

namespace SovereignFleet.Server.Telemetry;

internal static class TelemetryRegistration
{
    /// <summary>Blocks in, ranges out, retention.</summary>
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration("Telemetry")
            .Validate(options => options.Retention >= TimeSpan.FromDays(1), "Telemetry:Retention must be at least one day.")
            .ValidateOnStart();
        builder.Services.AddSingleton<Partitions>();
        builder.Services.AddSingleton<BlockStore>();
        builder.Services.AddSingleton<TelemetryRanges>();
        builder.Services.AddHostedService<PartitionKeeper>();
        return builder;
    }
}
