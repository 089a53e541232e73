using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Hosting.Jobs;

namespace SovereignFleet.Server.Retention;

internal static class RetentionRegistration
{
    /// <summary>What is removed when it is past its time.</summary>
    public static IHostApplicationBuilder AddRetention(this IHostApplicationBuilder builder)
    {
        builder.AddServerOptions<RetentionOptions>("Retention");
        builder.Services.AddSingleton(PeriodicJob.Of<RetentionJob>(TimeSpan.FromHours(1)));
        return builder;
    }
}
