using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Journal.Sealing;
using SovereignFleet.Server.Journal.Sinks;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Journal.Proof;

/// <summary>Gives every sink the checkpoints that it has not yet, and looks whether the Journal still proves what it should.</summary>
internal sealed partial class JournalWatch(
    IDbContextFactory<FleetDb> contexts, JournalSinks sinks, JournalGuard guard, JournalFaults faults, DatabaseReady ready, TimeProvider time,
    ILogger<JournalWatch> logger) : EveryReplicaWorker(ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    protected override void Tell(Exception error) => Log.JournalNotWatched(logger, error.Message);

    protected override Task RoundAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var found = new List<JournalFault>(await guard.TriggersAsync(cancellationToken));
        if (await guard.RoleAsync(cancellationToken) is { } role)
        {
            found.Add(role);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = (await CheckpointLedger.LastAsync(db, cancellationToken))?.Number ?? 0;
        foreach (var sink in sinks.All)
        {
            if (await GiveAsync(db, sink, last, cancellationToken) is { } fault)
            {
                found.Add(fault);
            }
        }

        if (sinks.Own.Missing(Math.Min(sinks.Taken(sinks.Own), last)) is { Count: > 0 } missing)
        {
            found.Add(new JournalFault("folder", $"{Checkpoints(missing.Count)} of the Journal, from number {missing[0]}, that lay in {sinks.Own.Folder} {(missing.Count == 1 ? "is" : "are")} gone. Find out who did that, and check the Journal against a sink's copy: journal verify --against FILE."));
        }

        TellChanges(found);
        faults.Set(found);
    }

    /// <returns>Null: the sink has all.</returns>
    private async Task<JournalFault?> GiveAsync(FleetDb db, IJournalSink sink, long last, CancellationToken cancellationToken)
    {
        var taken = sinks.Taken(sink);
        if (taken > last)
        {
            return new JournalFault($"sink:{sink.Name}", $"The database has {Checkpoints(last)} of the Journal, and the sink {sink.Name} was given {taken}: the last are missing from the database. Check the Journal against that copy: journal verify --against FILE. After a backup was restored: docs/recover.md.");
        }

        foreach (var checkpoint in last == taken ? [] : await CheckpointLedger.AfterAsync(db, taken, cancellationToken))
        {
            try
            {
                await sink.TakeAsync(checkpoint, cancellationToken);
                sinks.Take(sink, checkpoint.Number);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return new JournalFault($"sink:{sink.Name}", $"The sink {sink.Name} does not take the Journal's checkpoints: {error.Message}. What is owed to it: {Checkpoints(last - checkpoint.Number + 1)}, given as soon as it takes them.");
            }
        }

        return null;
    }

    private static string Checkpoints(long count) => count == 1 ? "1 checkpoint" : $"{count} checkpoints";

    private void TellChanges(IReadOnlyList<JournalFault> found)
    {
        foreach (var fault in found.Where(fault => !faults.Seen.Any(told => told.Key == fault.Key)))
        {
            Log.JournalNotProven(logger, fault.Sentence);
        }

        foreach (var told in faults.Seen.Where(told => !found.Any(fault => fault.Key == told.Key)))
        {
            Log.JournalProvenAgain(logger, told.Key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2202, Level = LogLevel.Error, Message = "The Journal proves less than it should: {Sentence}")]
        public static partial void JournalNotProven(ILogger logger, string sentence);

        [LoggerMessage(EventId = 2203, Level = LogLevel.Information, Message = "The Journal proves what it should again: {Key}")]
        public static partial void JournalProvenAgain(ILogger logger, string key);

        [LoggerMessage(EventId = 2204, Level = LogLevel.Warning, Message = "The Journal's sinks and triggers could not be looked at and are again in half a minute: {Reason}")]
        public static partial void JournalNotWatched(ILogger logger, string reason);
    }
}
