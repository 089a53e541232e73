using Npgsql;
using Quartz;

namespace SovereignFleet.Server.Hosting.Jobs;

internal static class JobsRegistration
{
    /// <summary>A replica that died is noticed soon enough for jobs of an hour.</summary>
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(15);

    /// <summary>Quartz, clustered over all replicas: what happens by the calendar. The jobs are the capabilities' own.</summary>
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddQuartz(quartz => quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.DataSourceFactory = services => services.GetRequiredService<NpgsqlDataSource>());
            store.UseClustering(cluster => cluster.CheckinInterval = CheckIn);
            store.UseSystemTextJsonSerializer(_ => { });
        }));
        // Not Quartz's own hosted service: that starts before the schema is there.
        builder.Services.AddHostedService<QuartzStart>();
        return builder;
    }
}
