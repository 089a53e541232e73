using System.Collections.Concurrent;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts;

/// <summary>Looks at each cause as soon as a table that tells of it changes, at those that none tells of every few seconds, and at all of them a few
/// times a minute in any case.</summary>
internal sealed partial class AlertDispatcher(
    AlertLedger ledger, Hearing hearing, ChangeFeed feed, DatabaseReady ready, TimeProvider time, ILogger<AlertDispatcher> logger) : EveryReplicaWorker(ready, time)
{
    /// <summary>What only time brings: a patience that ended, an alert that stayed quiet.</summary>
    private static readonly TimeSpan AllEach = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, byte> changed = new();
    private DateTimeOffset? allAt;
    private DateTimeOffset? beatAt;

    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => ledger.ToldBy.Select(table => feed.Subscribe(table, () =>
    {
        changed[table] = 0;
        wake();
    }));

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var (isAll, isBeat) = (IsOver(allAt, AllEach, now), IsOver(beatAt, Period, now));
        // Taken before the look: what changes meanwhile is looked at again.
        string[] tables = [.. changed.Keys.Where(table => changed.TryRemove(table, out _))];
        var since = hearing.At(now).HearingSince;
        try
        {
            await (isAll ? ledger.BringUpToDateAsync(since, cancellationToken) : ledger.BringUpToDateAsync(tables, isBeat, since, cancellationToken));
        }
        catch
        {
            // What was told is taken: the next round looks at all.
            allAt = null;
            throw;
        }

        (allAt, beatAt) = (isAll ? now : allAt, isBeat ? now : beatAt);
        DueAt = beatAt + Period;
    }

    private static bool IsOver(DateTimeOffset? last, TimeSpan each, DateTimeOffset now) => last is not { } at || now - at >= each;

    protected override void Tell(Exception error) => Log.AlertsNotUpToDate(logger, error, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "The alerts could not be brought up to date and are again in a few seconds: {Reason}")]
        public static partial void AlertsNotUpToDate(ILogger logger, Exception error, string reason);
    }
}
