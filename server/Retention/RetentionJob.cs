using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Quartz;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Retention;

/// <summary>Removes what is past its time from the tables that grow and are no audit log. Telemetry drops whole days by itself. What is still
/// owed is never removed, however old.</summary>
[DisallowConcurrentExecution]
internal sealed class RetentionJob(IDbContextFactory<FleetDb> contexts, IOptions<RetentionOptions> options, TimeProvider time) : IJob
{
    // Small enough that nobody waits for its locks.
    private const int Batch = 5_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await RunAsync(cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (outbox, events, files) = (now - options.Value.Outbox, now - options.Value.Events, now - options.Value.Files);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await EmptyAsync(db.OutboxMessages.Where(message => message.DeliveredAt < outbox || message.RejectedAt < outbox).OrderBy(message => message.Id), cancellationToken);
        await EmptyAsync(db.CommandFiles.Where(file => file.FirstPartAt < files).OrderBy(file => file.FirstPartAt), cancellationToken);
        await EmptyAsync(db.AgentCommands.Where(command => command.DoneAt < events).OrderBy(command => command.DoneAt), cancellationToken);
        await EmptyAsync(db.Events.Where(stored => stored.At < events).OrderBy(stored => stored.At), cancellationToken);
        await WindowsPast.RemoveAsync(db, now - options.Value.Windows, cancellationToken);
        await EmptyAsync(db.PersonSessions.Where(session => session.ExpiresAt < now).OrderBy(session => session.ExpiresAt), cancellationToken);
    }

    private static async Task EmptyAsync<T>(IQueryable<T> past, CancellationToken cancellationToken)
        where T : class
    {
        while (await past.Take(Batch).ExecuteDeleteAsync(cancellationToken) == Batch)
        {
            // As long as a batch is full, there may be more.
        }
    }
}
