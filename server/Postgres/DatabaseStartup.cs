using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres.Embedded;

namespace SovereignFleet.Server.Postgres;

/// <summary>Brings the database up: the private Postgres where none is configured, then the schema. A database that is away
/// is waited for, and the private one is watched and started again. Registered first, therefore stopped last. No worker of rounds: those wait
/// for what this one brings.</summary>
internal sealed partial class DatabaseStartup(
    IServiceProvider services, Schema schema, NpgsqlDataSource dataSource, DatabaseReady ready, TimeProvider time, ILogger<DatabaseStartup> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly EmbeddedPostgres? embedded = services.GetService<EmbeddedPostgres>();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (embedded is not null)
        {
            await embedded.StopAsync(CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && !ready.IsReady)
        {
            try
            {
                await BringUpAsync(stoppingToken);
                ready.Set();
                Log.DatabaseReady(logger);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (error.Message != ready.Reason)
                {
                    Log.DatabaseNotReady(logger, error.Message);
                }

                ready.NotYet(error.Message);
                await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (embedded is not null)
        {
            await WatchAsync(embedded, stoppingToken);
        }
    }

    private async Task BringUpAsync(CancellationToken cancellationToken)
    {
        if (embedded is not null)
        {
            await embedded.StartAsync(cancellationToken);
        }

        if (await schema.ApplyAsync(cancellationToken) is { Count: > 0 } later)
        {
            Log.SchemaIsLater(logger, string.Join(", ", later));
        }

        foreach (var step in services.GetServices<IBeforeReady>())
        {
            await step.RunAsync(cancellationToken);
        }
    }

    /// <summary>The private Postgres is this server's child in all but name: nobody else starts it again.</summary>
    private async Task WatchAsync(EmbeddedPostgres postgres, CancellationToken cancellationToken)
    {
        var delay = new RestartDelay();
        ready.HasEnded = () => !postgres.IsRunning;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!postgres.IsRunning)
            {
                await StartAgainAsync(postgres, delay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartAgainAsync(EmbeddedPostgres postgres, RestartDelay delay, CancellationToken cancellationToken)
    {
        Log.PostgresEnded(logger);
        for (string? told = null; ;)
        {
            var pause = delay.Next(time.GetUtcNow());
            ready.NotYet($"The private Postgres ended by itself and is started again{(pause > TimeSpan.Zero ? $" in {pause.TotalSeconds:0} s" : "")}.{(told is null ? "" : $" The last start failed: {told}")}");
            await Task.Delay(pause, time, cancellationToken);
            try
            {
                await postgres.StartAsync(cancellationToken);
                // Its connections are all dead: nobody need find out one by one.
                dataSource.Clear();
                ready.Set();
                Log.PostgresStartedAgain(logger);
                return;
            }
            catch (InvalidOperationException error)
            {
                if (error.Message != told)
                {
                    Log.PostgresNotStartedAgain(logger, told = error.Message);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "The database is ready.")]
        public static partial void DatabaseReady(ILogger logger);

        [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "A later version of the server has upgraded the database ({Later}); this one changes nothing of it and runs on it. Upgrade it too.")]
        public static partial void SchemaIsLater(ILogger logger, string later);

        [LoggerMessage(EventId = 2104, Level = LogLevel.Warning, Message = "The database is not ready, trying again: {Reason}")]
        public static partial void DatabaseNotReady(ILogger logger, string reason);

        [LoggerMessage(EventId = 2105, Level = LogLevel.Error, Message = "The private Postgres ended by itself and is started again; its log, beside its data, may say why")]
        public static partial void PostgresEnded(ILogger logger);

        [LoggerMessage(EventId = 2106, Level = LogLevel.Error, Message = "The private Postgres does not start again and is tried after pauses of up to five minutes: {Reason}")]
        public static partial void PostgresNotStartedAgain(ILogger logger, string reason);

        [LoggerMessage(EventId = 2107, Level = LogLevel.Information, Message = "The private Postgres runs again")]
        public static partial void PostgresStartedAgain(ILogger logger);
    }
}
