using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;

namespace SovereignFleet.Server.Journal.Proof;

/// <summary>Walks the whole chain once a day: rows that somebody rewrote show in no look at triggers, folders and sinks.</summary>
internal sealed partial class JournalWalk(
    JournalVerifier verifier, JournalFaults faults, DatabaseReady ready, TimeProvider time, ILogger<JournalWalk> logger) : EveryReplicaWorker(ready, time)
{
    public const string Key = "chain";

    /// <summary>What is only just sealed and signed at a start is no fault.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(5);

    /// <summary>A chain that did not hold is walked again soon: after a restore the alert ends.</summary>
    private static readonly TimeSpan WhereBroken = TimeSpan.FromHours(1);

    private bool hasBegun;

    protected override TimeSpan Period => TimeSpan.FromDays(1);

    protected override TimeSpan Retry => WhereBroken;

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (!hasBegun)
        {
            (hasBegun, DueAt) = (true, Time.GetUtcNow() + AfterStart);
            return;
        }

        await WalkAsync(cancellationToken);
        DueAt = faults.Chain is null ? null : Time.GetUtcNow() + WhereBroken;
    }

    public async Task WalkAsync(CancellationToken cancellationToken)
    {
        var verdict = await verifier.VerifyAsync(copy: null, cancellationToken);
        var before = faults.Chain;
        faults.SetChain(verdict.Intact
            ? null
            : new JournalFault(Key, $"The Journal does not hold: {verdict.Sentence} Check it against a sink's copy: journal verify --against FILE; then docs/recover.md."));
        if (!verdict.Intact && faults.Chain?.Sentence != before?.Sentence)
        {
            Log.ChainBroken(logger, verdict.Sentence);
        }
        else if (verdict.Intact && before is not null)
        {
            Log.ChainWhole(logger);
        }
    }

    protected override void Tell(Exception error) => Log.ChainNotWalked(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2205, Level = LogLevel.Error, Message = "The Journal's chain does not hold: {Sentence}")]
        public static partial void ChainBroken(ILogger logger, string sentence);

        [LoggerMessage(EventId = 2206, Level = LogLevel.Information, Message = "The Journal's chain holds again")]
        public static partial void ChainWhole(ILogger logger);

        [LoggerMessage(EventId = 2207, Level = LogLevel.Warning, Message = "The Journal's chain could not be walked, trying again in an hour: {Reason}")]
        public static partial void ChainNotWalked(ILogger logger, string reason);
    }
}
