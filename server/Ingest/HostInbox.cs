using Npgsql;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Ingest.Gateway;
using SovereignFleet.Server.Telemetry;

namespace SovereignFleet.Server.Ingest;

/// <summary>What becomes of one Host's messages: Events, Inventory and results are stored at once, Frames by the minute; each is
/// acknowledged after its commit. Not thread-safe: one batch after the other.</summary>
internal sealed partial class HostInbox(
    HostIdentity host,
    Hello hello,
    OpenMinutes minutes,
    MessageCommitter committer,
    BlockStore blocks,
    PulseBoard pulses,
    GatewayReadings gateway,
    IReadOnlyList<IHostObserver> observers,
    IngestMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly StreamClock clock = new(hello.Now is null ? TimeSpan.Zero : hello.Now.ToDateTimeOffset() - time.GetUtcNow());
    private Pulse? pulse;

    public async Task HandleAsync(IReadOnlyList<AgentMessage> batch, HostStream stream, CancellationToken cancellationToken)
    {
        var receivedAt = time.GetUtcNow();
        metrics.Received(batch.Count);
        var refused = batch.Where(message => message.Frame is not null)
            .Select(message => (Message: message, Reason: clock.Implausible(message.Frame.At?.ToDateTimeOffset(), receivedAt)))
            .Where(frame => frame.Reason is not null).ToDictionary(frame => frame.Message, frame => frame.Reason!);
        metrics.Refused(refused.Count);

        // Events first: somebody waits for them.
        var now = batch.Where(message => message.Frame is null || refused.ContainsKey(message)).ToArray();
        if (now.Length > 0)
        {
            await UntilStoredAsync(token => committer.CommitAsync(host, now, refused, receivedAt, token), cancellationToken);
            Acknowledge(stream, now.Where(message => message.Sequence > 0).Select(message => new MessageKey(message.SpoolId, message.Sequence)));
        }

        foreach (var message in batch.Where(message => message.Frame is not null && !refused.ContainsKey(message)))
            await TakeAsync(message, receivedAt, cancellationToken);
        await StoreAsync(minutes.Due(time.GetUtcNow()), stream, cancellationToken);
    }

    /// <summary>Stores the open minutes when the stream ends. The agent learns of it by the next stream's acknowledgement of its resend.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => blocks.StoreAsync(minutes.Blocks(minutes.All()), cancellationToken);

    private async Task TakeAsync(AgentMessage message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var frame = message.Frame;
        minutes.Add(new MessageKey(message.SpoolId, message.Sequence), frame, receivedAt);
        if (!clock.IsLive(message.Sequence, frame.At.ToDateTimeOffset(), receivedAt))
            return;
        pulse = Pulse.Next(pulse, host.Id, frame, receivedAt, clock.Skew);
        pulses.Put(pulse);
        await gateway.TakeAsync(host, frame, receivedAt, cancellationToken);
        foreach (var observer in observers)
            await observer.OnFrameAsync(host, frame, receivedAt, cancellationToken);
    }

    private async Task StoreAsync(IReadOnlyList<DateTimeOffset> due, HostStream stream, CancellationToken cancellationToken)
    {
        if (due.Count == 0)
            return;
        await UntilStoredAsync(token => blocks.StoreAsync(minutes.Blocks(due), token), cancellationToken);
        Acknowledge(stream, minutes.Forget(due));
    }

    private static void Acknowledge(HostStream stream, IEnumerable<MessageKey> messages)
    {
        foreach (var ack in AckRanges.Of(messages))
            stream.Send(new ServerMessage { Ack = ack });
    }

    // While the database is away nothing is read on, nothing is acknowledged and nothing is lost.
    private async Task UntilStoredAsync(Func<CancellationToken, Task> store, CancellationToken cancellationToken)
    {
        string? lastError = null;
        while (true)
        {
            try
            {
                await store(cancellationToken);
                return;
            }
            catch (Exception error) when (IsOfDatabase(error) && !cancellationToken.IsCancellationRequested)
            {
                if (error.Message != lastError)
                    Log.NotStored(logger, host.Name, lastError = error.Message);
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }

    private static bool IsOfDatabase(Exception error) =>
        error is NpgsqlException or TimeoutException or Microsoft.EntityFrameworkCore.DbUpdateException || error.InnerException is NpgsqlException;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Messages of {Host} could not be stored and are tried again: {Reason}")]
        public static partial void NotStored(ILogger logger, string host, string reason);
    }
}
