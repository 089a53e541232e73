using Npgsql;
using Quartz;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Maintenance;

internal static class MaintenanceRegistration
{
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);

    /// <summary>Windows, retention, and Quartz.</summary>
    public static IHostApplicationBuilder AddMaintenance(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SiteWindows>();
        builder.Services.AddSingleton<IInventoryPart, WindowsPart>();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration("Retention")
            .Validate(options => options.Outbox >= TimeSpan.FromDays(1), "Retention:Outbox must be at least one day.")
            .Validate(options => options.Files >= TimeSpan.FromDays(1), "Retention:Files must be at least one day.")
            .Validate(options => options.Events >= TimeSpan.FromDays(1), "Retention:Events must be at least one day.")
            .ValidateOnStart();
        builder.Services.AddSingleton(PeriodicJob.Of<RetentionJob>(TimeSpan.FromHours(1)));
        builder.Services.AddQuartz(quartz => quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.DataSourceFactory = services => services.GetRequiredService<NpgsqlDataSource>());
            store.UseClustering(cluster => cluster.CheckinInterval = CheckIn);
            store.UseSystemTextJsonSerializer(_ => { });
            store.ProvisionSchema();
        }));
        // Not Quartz's own hosted service: that starts before the schema is there.
        builder.Services.AddHostedService<QuartzStart>();
        return builder;
    }
}
