using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Telemetry.Ranges;
using SovereignFleet.Server.Telemetry.Storage;

namespace SovereignFleet.Server.Telemetry;

internal static class TelemetryRegistration
{
    /// <summary>Blocks in, ranges out, retention.</summary>
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<TelemetryOptions>("Telemetry");
        builder.Services.AddSingleton<Partitions>();
        builder.Services.AddSingleton<BlockStore>();
        builder.Services.AddSingleton<TelemetryRanges>();
        builder.Services.AddHostedService<PartitionKeeper>();
        return builder;
    }
}
