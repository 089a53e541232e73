using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts;

/// <summary>Brings the Alerts to what their causes say: opens, adds to, ends, and enqueues a message to every channel in the same
/// transaction. Two replicas that see the same cause end with one Alert (unique indexes).</summary>
internal sealed class AlertLedger(IDbContextFactory<FleetDb> contexts, AlertChannels channels, IEnumerable<IAlertSource> sources, TimeProvider time)
{
    private readonly IAlertSource[] sources = [.. sources];

    /// <param name="hearingSince">As <see cref="IAlertSource.FreshAsync"/>.</param>
    public async Task BringUpToDateAsync(DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var source in sources)
        {
            foreach (var alert in await source.FreshAsync(db, hearingSince, cancellationToken))
            {
                await OpenAsync(alert, cancellationToken);
            }
        }

        await TellConsolesAsync(db, cancellationToken);
        foreach (var source in sources)
        {
            foreach (var id in await source.OverAsync(db, cancellationToken))
            {
                await ChangeAsync(id, "resolved", alert => alert.EndedAt = time.GetUtcNow(), cancellationToken);
            }
        }
    }

    /// <summary>A console is captured a minute or more after the Host fell silent: who was told of the silence is told of it too, once.</summary>
    private async Task TellConsolesAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var news = await (
            from alert in db.Alerts.AsNoTracking()
            join condition in db.Conditions.AsNoTracking() on alert.ConditionId equals condition.Id
            join host in db.Hosts.AsNoTracking() on condition.HostId equals host.Id
            where alert.EndedAt == null && condition.State == ConditionState.Firing
                && EF.Functions.JsonExists(condition.Evidence, SilentConsole.Evidence) && !alert.ConsoleTold
            select new { alert.Id, condition, host }).ToListAsync(cancellationToken);
        foreach (var row in news)
        {
            await ChangeAsync(row.Id, "console", alert =>
            {
                var told = AlertText.Of(row.condition, row.host, gpu: null, alert.StartedAt);
                (alert.Annotations, alert.Summary, alert.ConsoleTold) = (told.Annotations, told.Summary, told.ConsoleTold);
            }, cancellationToken);
        }
    }

    private async Task OpenAsync(Alert alert, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(alert);
        Enqueue(db, alert.Id, "firing");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another replica was first.
        }
    }

    /// <summary>Changes an Alert that has not ended, and tells every channel.</summary>
    private async Task ChangeAsync(Guid id, string what, Action<Alert> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alert = await db.Alerts.SingleAsync(row => row.Id == id, cancellationToken);
        if (alert.EndedAt is not null)
        {
            return;
        }

        change(alert);
        Enqueue(db, id, what);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException
            || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another replica was first.
        }
    }

    private void Enqueue(FleetDb db, Guid alertId, string what)
    {
        var now = time.GetUtcNow();
        foreach (var channel in channels.All)
        {
            db.Add(new OutboxMessage
            {
                Topic = AlertOutbox.TopicOf(channel),
                Key = $"{alertId}/{what}",
                Payload = alertId.ToString(),
                CreatedAt = now,
                NotBefore = now,
            });
        }
    }
}
