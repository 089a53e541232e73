using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres.Embedded;

namespace SovereignFleet.Server.Postgres;

/// <summary>Brings the database up: the private Postgres where none is configured, then the schema. A database that is away
/// is waited for. Registered first, therefore stopped last. No worker of rounds: those wait for what this one brings.</summary>
internal sealed partial class DatabaseStartup(
    IServiceProvider services, Schema schema, DatabaseReady ready, TimeProvider time, ILogger<DatabaseStartup> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
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
                if (embedded is not null)
                {
                    await embedded.StartAsync(stoppingToken);
                }

                if (await schema.ApplyAsync(stoppingToken) is { Count: > 0 } later)
                {
                    Log.SchemaIsLater(logger, string.Join(", ", later));
                }

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
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "The database is ready.")]
        public static partial void DatabaseReady(ILogger logger);

        [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "A later version of the server has upgraded the database ({Later}); this one changes nothing of it and runs on it. Upgrade it too.")]
        public static partial void SchemaIsLater(ILogger logger, string later);

        [LoggerMessage(EventId = 2104, Level = LogLevel.Warning, Message = "The database is not ready, trying again: {Reason}")]
        public static partial void DatabaseNotReady(ILogger logger, string reason);
    }
}
