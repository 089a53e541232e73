using Npgsql;
using Quartz;

namespace SovereignFleet.Server.Hosting.Jobs;

/// <summary>Starts the clustered scheduler once the database is there, and stops it with the server. A start that fails is tried again: the
/// rest of the server goes on meanwhile. No worker of rounds: once started, the scheduler runs by itself.</summary>
internal sealed partial class QuartzStart(
    ISchedulerFactory factory, IEnumerable<PeriodicJob> jobs, NpgsqlDataSource dataSource, DatabaseReady ready, TimeProvider time,
    ILogger<QuartzStart> logger)
    : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = await UntilStartedAsync(stoppingToken);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            // Only at the end: a scheduler that was shut down starts no more.
            if (started is not null)
            {
                await started.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
            }
        }
    }

    /// <returns>Null: the server stops.</returns>
    private async Task<IScheduler?> UntilStartedAsync(CancellationToken cancellationToken)
    {
        string? lastError = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ready.WaitAsync(cancellationToken);
                var scheduler = await factory.GetScheduler(cancellationToken);
                await PrepareAsync(scheduler, cancellationToken);
                await scheduler.Start(cancellationToken);
                return scheduler;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                if (error.Message != lastError && !ready.IsAway)
                {
                    Log.QuartzNotStarted(logger, lastError = error.Message);
                }
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            await Task.Delay(Retry, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    /// <summary>One replica after the other: two nodes that start at once on tables without the lock rows both take the same
    /// fires for seconds (seen with Quartz 4.7), so the rows are there before any node starts.</summary>
    private async Task PrepareAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_lock(@key)", new("key", AdvisoryLocks.Scheduler), cancellationToken);
        try
        {
            foreach (var job in jobs)
            {
                await scheduler.ScheduleJob(job.Detail, Trigger(job), new ScheduleJobOptions { Replace = true }, cancellationToken);
            }

            await ExecuteAsync(
                connection,
                "INSERT INTO qrtz_locks (sched_name, lock_name) VALUES (@name, 'TRIGGER_ACCESS'), (@name, 'STATE_ACCESS') ON CONFLICT DO NOTHING",
                new("name", scheduler.SchedulerName), cancellationToken);
        }
        finally
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_unlock(@key)", new("key", AdvisoryLocks.Scheduler), CancellationToken.None);
        }
    }

    private static ITrigger Trigger(PeriodicJob job) => TriggerBuilder.Create()
        .WithIdentity(job.Detail.Key.Name)
        .ForJob(job.Detail.Key)
        .StartNow()
        .WithSimpleSchedule(schedule => schedule.WithInterval(job.Period).RepeatForever())
        .Build();

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter parameter, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { parameter } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Quartz did not start and is tried again: {Reason}")]
        public static partial void QuartzNotStarted(ILogger logger, string reason);
    }
}
