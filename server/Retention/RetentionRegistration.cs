using SovereignFleet.Server.Hosting.Jobs;

namespace SovereignFleet.Server.Retention;

internal static class RetentionRegistration
{
    /// <summary>What is removed when it is past its time.</summary>
    public static IHostApplicationBuilder AddRetention(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration("Retention")
            .Validate(options => options.Outbox >= TimeSpan.FromDays(1), "Retention:Outbox must be at least one day.")
            .Validate(options => options.Files >= TimeSpan.FromDays(1), "Retention:Files must be at least one day.")
            .Validate(options => options.Events >= TimeSpan.FromDays(1), "Retention:Events must be at least one day.")
            .ValidateOnStart();
        builder.Services.AddSingleton(PeriodicJob.Of<RetentionJob>(TimeSpan.FromHours(1)));
        return builder;
    }
}
