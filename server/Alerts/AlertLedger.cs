using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Holds;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts;

/// <summary>Brings the Alerts to what their causes say: opens, adds to, ends, and enqueues a message to every channel in the same
/// transaction. Two replicas that see the same cause end with one Alert (unique indexes).</summary>
internal sealed class AlertLedger(IDbContextFactory<FleetDb> contexts, AlertChannels channels, IEnumerable<IAlertSource> sources, TimeProvider time)
{
    private const string Firing = "firing";

    private readonly IAlertSource[] sources = [.. sources];

    /// <summary>The tables whose changes tell of any cause.</summary>
    public IReadOnlyCollection<string> ToldBy => [.. sources.SelectMany(source => source.ToldBy).Distinct()];

    /// <summary>Of all causes.</summary>
    /// <param name="hearingSince">As <see cref="IAlertSource.FreshAsync"/>.</param>
    public Task BringUpToDateAsync(DateTimeOffset hearingSince, CancellationToken cancellationToken) => LookAsync(sources, hearingSince, cancellationToken);

    /// <summary>Of the causes of which these tables tell.</summary>
    /// <param name="untold">And of those of which none does.</param>
    public Task BringUpToDateAsync(IReadOnlyCollection<string> changed, bool untold, DateTimeOffset hearingSince, CancellationToken cancellationToken) =>
        LookAsync([.. sources.Where(source => source.ToldBy.Count == 0 ? untold : source.ToldBy.Any(changed.Contains))], hearingSince, cancellationToken);

    private async Task LookAsync(IAlertSource[] looked, DateTimeOffset hearingSince, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var source in looked)
        {
            foreach (var alert in await source.FreshAsync(db, hearingSince, cancellationToken))
            {
                await OpenAsync(alert, cancellationToken);
            }
        }

        if (looked.Any(source => source.Causes.Contains(AlertCause.Condition)))
        {
            await TellConsolesAsync(db, cancellationToken);
        }

        var over = new HashSet<Guid>();
        foreach (var source in looked)
        {
            over.UnionWith(await source.OverAsync(db, cancellationToken));
        }

        foreach (var id in over)
        {
            await ChangeAsync(id, End, cancellationToken);
        }

        await BackAsync(db, over, [.. looked.SelectMany(source => source.Causes)], cancellationToken);
        if (looked.Any(source => source.ToldBy.Count > 0))
        {
            await ReleaseAsync(db, cancellationToken);
        }
    }

    /// <summary>Those whose cause was gone for less than a while, and is there again.</summary>
    private async Task BackAsync(FleetDb db, HashSet<Guid> over, AlertCause[] looked, CancellationToken cancellationToken)
    {
        var waiting = await db.Alerts.AsNoTracking().Where(alert => alert.EndedAt == null && alert.OverSince != null && looked.Contains(alert.Cause))
            .Select(alert => alert.Id).ToListAsync(cancellationToken);
        foreach (var id in waiting.Where(id => !over.Contains(id)))
        {
            await ChangeAsync(id, alert =>
            {
                (alert.OverSince, alert.Times) = (null, alert.Times + 1);
                return null;
            }, cancellationToken);
        }
    }

    /// <summary>Those that the work on their Host explained or was to mend, and that outlast it.</summary>
    private async Task ReleaseAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var rows = await (
            from alert in db.Alerts.AsNoTracking()
            where alert.EndedAt == null && alert.OverSince == null && alert.HeldSince != null
            join condition in db.Conditions.AsNoTracking() on alert.ConditionId equals condition.Id into conditions
            from condition in conditions.DefaultIfEmpty()
            select new { alert.Id, Condition = condition }).ToListAsync(cancellationToken);
        var held = await HeldConditions.ReadAsync(db, [.. rows.Where(row => row.Condition != null).Select(row => row.Condition)], time.GetUtcNow(), cancellationToken);
        var outlasting = rows.Where(row => row.Condition == null || !held.ContainsKey(row.Condition.Id)).Select(row => row.Id);
        foreach (var id in outlasting)
        {
            await ChangeAsync(id, alert =>
            {
                alert.HeldSince = null;
                return Firing;
            }, cancellationToken);
        }
    }

    private string? End(Alert alert)
    {
        var now = time.GetUtcNow();
        alert.OverSince ??= now;
        if (!Flapping.MayEnd(alert.Times, alert.OverSince.Value, now))
        {
            return null;
        }

        alert.EndedAt = now;
        return "resolved";
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
            await ChangeAsync(row.Id, alert =>
            {
                var told = AlertText.Of(row.condition, row.host, gpu: null, alert.StartedAt);
                (alert.Annotations, alert.Summary, alert.ConsoleTold) = (told.Annotations, told.Summary, told.ConsoleTold);
                return "console";
            }, cancellationToken);
        }
    }

    private async Task OpenAsync(Alert alert, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var recent = time.GetUtcNow() - Flapping.Recent;
        var again = await db.Alerts
            .Where(row => row.Cause == alert.Cause && row.Labels == alert.Labels && (row.EndedAt == null ? row.OverSince != null : row.EndedAt > recent))
            .OrderByDescending(row => row.StartedAt).FirstOrDefaultAsync(cancellationToken);
        if (again is null)
        {
            db.Add(alert);
            Enqueue(db, alert, Firing);
        }
        else
        {
            ComesAgain(db, again, alert);
        }

        await SaveAsync(db, cancellationToken);
    }

    /// <summary>It is the same Alert; it is told anew only where its end was.</summary>
    private void ComesAgain(FleetDb db, Alert again, Alert fresh)
    {
        var ended = again.EndedAt is not null;
        (again.ConditionId, again.DrainId, again.Annotations, again.Summary, again.ConsoleTold) =
            (fresh.ConditionId, fresh.DrainId, fresh.Annotations, fresh.Summary, fresh.ConsoleTold);
        (again.EndedAt, again.OverSince, again.Times) = (null, null, again.Times + 1);
        if (ended)
        {
            again.HeldSince = fresh.HeldSince;
            Enqueue(db, again, Firing);
        }
    }

    /// <summary>Changes an Alert that has not ended.</summary>
    /// <param name="change">Says what every channel is told of it; null: nothing.</param>
    private async Task ChangeAsync(Guid id, Func<Alert, string?> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alert = await db.Alerts.SingleAsync(row => row.Id == id, cancellationToken);
        if (alert.EndedAt is not null)
        {
            return;
        }

        if (change(alert) is { } what)
        {
            Enqueue(db, alert, what);
        }

        await SaveAsync(db, cancellationToken);
    }

    private static async Task SaveAsync(FleetDb db, CancellationToken cancellationToken)
    {
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

    private void Enqueue(FleetDb db, Alert alert, string what)
    {
        // What nobody was told of is not taken back either.
        if (alert.HeldSince is not null)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var channel in channels.All)
        {
            db.Add(new OutboxMessage
            {
                Topic = AlertOutbox.TopicOf(channel),
                Key = string.Create(CultureInfo.InvariantCulture, $"{alert.Id}/{what}{(alert.Times == 1 ? "" : $"-{alert.Times}")}"),
                Payload = alert.Id.ToString(),
                CreatedAt = now,
                NotBefore = now,
            });
        }
    }
}
