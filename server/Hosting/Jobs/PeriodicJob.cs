using Quartz;

namespace SovereignFleet.Server.Hosting.Jobs;

/// <summary>A job that some replica runs once a period. Capabilities register theirs as a service; a job may run twice or
/// late (a replica that dies), so each is idempotent.</summary>
internal sealed record PeriodicJob(TimeSpan Period, IJobDetail Detail)
{
    public static PeriodicJob Of<TJob>(TimeSpan period)
        where TJob : class, IJob =>
        new(period, JobBuilder.Create<TJob>().WithIdentity(typeof(TJob).Name).StoreDurably().Build());
}
