using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Alerts;

/// <summary>Brings the Alerts to what Conditions and Drains say: opens, adds to, ends, and enqueues a message to every channel in the same
/// transaction. Two replicas that see the same cause end with one Alert (unique indexes).</summary>
internal sealed class AlertLedger(IDbContextFactory<FleetDb> contexts, AlertChannels channels, Works works, TimeProvider time)
{
    /// <summary>How long a target may keep a return waiting.</summary>
    private static readonly TimeSpan ReturnPatience = TimeSpan.FromMinutes(10);

    /// <summary>How long the proof of a repair may be missing after somebody said that it is done.</summary>
    private static readonly TimeSpan ProofPatience = TimeSpan.FromMinutes(30);

    public async Task BringUpToDateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await OpenForConditionsAsync(db, cancellationToken);
        await OpenForDrainsAsync(db, cancellationToken);
        await TellConsolesAsync(db, cancellationToken);
        await EndAsync(db, cancellationToken);
    }

    private async Task OpenForConditionsAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var fresh = await (
            from condition in db.Conditions.AsNoTracking()
            join host in db.Hosts.AsNoTracking() on condition.HostId equals host.Id
            join gpu in db.Gpus.AsNoTracking() on new { condition.HostId, Uuid = condition.GpuUuid ?? "" } equals new { gpu.HostId, gpu.Uuid } into gpus
            from gpu in gpus.DefaultIfEmpty()
            where condition.State == ConditionState.Firing
                && !db.Alerts.Any(alert => alert.ConditionId == condition.Id && alert.EndedAt == null)
            select new { condition, host, gpu }).ToListAsync(cancellationToken);
        foreach (var row in fresh)
        {
            await OpenAsync(AlertText.Of(row.condition, row.host, row.gpu, time.GetUtcNow()), cancellationToken);
        }
    }

    private async Task OpenForDrainsAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var stuck = await (
            from drain in Stuck(db).AsNoTracking()
            join host in db.Hosts.AsNoTracking() on drain.HostId equals host.Id
            where !db.Alerts.Any(alert => alert.DrainId == drain.Id && alert.EndedAt == null)
            select new { drain, host, failed = Failed(db).Where(step => step.DrainId == drain.Id).OrderBy(step => step.Ordinal).FirstOrDefault() }).ToListAsync(cancellationToken);
        foreach (var row in stuck)
        {
            var cause = CauseOf(row.drain);
            var failed = cause == AlertCause.DrainWorkFailed && row.failed is { } step ? $"{works.TitleOf(step)}, failed: {step.WaitingFor}" : null;
            await OpenAsync(AlertText.Of(row.drain, cause, failed, row.host, time.GetUtcNow()), cancellationToken);
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

    /// <summary>The Drains that wait for a person, and those that keep a Host out of service though nobody works on it.</summary>
    private IQueryable<Drain> Stuck(FleetDb db)
    {
        var (returning, validating) = (time.GetUtcNow() - ReturnPatience, time.GetUtcNow() - ProofPatience);
        return
            from drain in db.Drains
            where drain.State == DrainState.Blocked || drain.State == DrainState.Overdue
                || (drain.State == DrainState.Returning && drain.StateSince < returning)
                || (drain.State == DrainState.Validating && drain.StateSince < validating)
                || (drain.State == DrainState.Working && Failed(db).Any(step => step.DrainId == drain.Id))
                || (drain.State == DrainState.Failed
                    && db.Hosts.Any(host => host.Id == drain.HostId && host.ServiceState == ServiceState.Out)
                    && !db.Drains.Any(later => later.HostId == drain.HostId && later.ProposedAt > drain.ProposedAt))
            select drain;
    }

    private static IQueryable<WorkStep> Failed(FleetDb db) => db.WorkSteps.Where(step => step.State == WorkStepState.Failed);

    private async Task EndAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var stuck = Stuck(db);
        var over = await (
            from alert in db.Alerts
            where alert.EndedAt == null
                && ((alert.ConditionId != null
                        && !db.Conditions.Any(row => row.Id == alert.ConditionId && row.State == ConditionState.Firing))
                    || (alert.DrainId != null
                        && !stuck.Any(row => row.Id == alert.DrainId
                            // Labels never change: what lacks capacity no more and is overdue is another alert, and so is a work that failed.
                            && (alert.Cause != AlertCause.DrainBlocked || row.State == DrainState.Blocked)
                            && (alert.Cause == AlertCause.DrainWorkFailed) == (row.State == DrainState.Working))))
            select alert.Id).ToListAsync(cancellationToken);
        foreach (var id in over)
        {
            await ChangeAsync(id, "resolved", alert => alert.EndedAt = time.GetUtcNow(), cancellationToken);
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

    private static AlertCause CauseOf(Drain drain) => drain.State switch
    {
        DrainState.Failed => AlertCause.DrainFailed,
        DrainState.Working => AlertCause.DrainWorkFailed,
        DrainState.Blocked when Capacity.GuardVerdict.FromJson(drain.Guard) is { Allowed: false } => AlertCause.DrainBlocked,
        _ => AlertCause.DrainStuck,
    };
}
