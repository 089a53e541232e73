using Microsoft.Extensions.Logging;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Events;

/// <summary>Keeps one event source running: a source that fails is started again, later each time.</summary>
internal sealed partial class EventSourceRun(IEventSource source, IEventSink sink, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A source that has run so long is well, though it may have had nothing to say.</summary>
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(10);

    /// <summary>Null until it is known whether it runs.</summary>
    public SensorStatus? Status { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await RunOnceAsync(cancellationToken))
            {
                pause = TimeSpan.FromSeconds(1);
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>True where it ran well before it ended.</summary>
    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            if (source.UnsupportedReason() is { } reason)
            {
                await SetAsync(SensorStatus.Types.Outcome.NotSupported, reason, cancellationToken);
                return false;
            }

            var running = Task.Run(() => source.RunAsync(sink, cancellationToken), cancellationToken);
            if (await Task.WhenAny(running, Task.Delay(Proof, time, cancellationToken)) != running)
            {
                await SetAsync(SensorStatus.Types.Outcome.Ok, "", cancellationToken);
            }

            await running;
            await SetAsync(SensorStatus.Types.Outcome.Failed, "the source ended", cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            await SetAsync(SensorStatus.Types.Outcome.Failed, fault.Message, cancellationToken);
        }

        return time.GetElapsedTime(startedAt) > Proof;
    }

    private async Task SetAsync(SensorStatus.Types.Outcome outcome, string reason, CancellationToken cancellationToken)
    {
        var before = Status;
        var now = new SensorStatus { Name = source.Name, Outcome = outcome, Reason = reason };
        Status = now;
        if (before?.Outcome != outcome || before.Reason != reason)
        {
            Log.SourceStatusChanged(logger, source.Name, outcome, reason);
        }

        if (SensorEvents.Change(before, now, time.GetUtcNow()) is { } change)
        {
            await sink.WriteAsync(change, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Event source {Name}: {Outcome} {Reason}")]
        public static partial void SourceStatusChanged(ILogger logger, string name, SensorStatus.Types.Outcome outcome, string reason);
    }
}
