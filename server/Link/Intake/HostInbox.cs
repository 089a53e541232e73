using Npgsql;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Telemetry.Storage;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>What becomes of one Host's messages: Events, Inventory and results are stored at once, Frames by the minute; each is
/// acknowledged after its commit. Not thread-safe: one batch after the other.</summary>
internal sealed partial class HostInbox(
    HostIdentity host,
    Hello hello,
    OpenMinutes minutes,
    MessageCommitter committer,
    BlockStore blocks,
    HeartbeatBoard heartbeats,
    GatewayReadings gateway,
    IReadOnlyList<IHostObserver> observers,
    LinkMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Negligible = TimeSpan.FromSeconds(2);
    private readonly StreamClock clock = new(hello.Now is null ? TimeSpan.Zero : hello.Now.ToDateTimeOffset() - time.GetUtcNow());
    private Heartbeat? heartbeat;

    public async Task HandleAsync(IReadOnlyList<ConnectRequest> batch, HostStream stream, CancellationToken cancellationToken)
    {
        var receivedAt = time.GetUtcNow();
        metrics.Received(batch.Count);
        var refused = batch.Where(message => message.Frame is not null)
            .Select(message => (Message: message, Reason: clock.Implausible(message.Frame.At?.ToDateTimeOffset(), receivedAt)))
            .Where(frame => frame.Reason is not null)
            .ToDictionary<(ConnectRequest Message, string? Reason), ConnectRequest, string>(frame => frame.Message, frame => frame.Reason!, ReferenceEqualityComparer.Instance);
        metrics.Refused(refused.Count);

        // Events first: somebody waits for them.
        var now = batch.Where(message => message.Frame is null || refused.ContainsKey(message)).ToArray();
        if (now.Length > 0)
        {
            await CommitAsync(now, refused, receivedAt, cancellationToken);
            Acknowledge(stream, now.Where(message => message.Sequence > 0).Select(message => new MessageKey(message.SpoolId, message.Sequence)));
        }

        foreach (var message in batch.Where(message => message.Frame is not null && !refused.ContainsKey(message)))
        {
            await TakeAsync(message, receivedAt, cancellationToken);
        }

        await StoreAsync(minutes.Due(time.GetUtcNow()), stream, cancellationToken);
    }

    /// <summary>Stores the open minutes when the stream ends. The agent learns of it by the next stream's acknowledgement of its resend.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => blocks.StoreAsync(minutes.Blocks(minutes.All()), cancellationToken);

    /// <summary>A message that can never be stored must not hold up the others: it is found, and its place is taken by an Event that says so.</summary>
    private async Task CommitAsync(
        ConnectRequest[] messages, Dictionary<ConnectRequest, string> refused, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        try
        {
            await UntilStoredAsync(token => committer.CommitAsync(host, messages, refused, receivedAt, Wrong(clock.Skew), token), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException && messages.Length > 1)
        {
            foreach (var message in messages)
            {
                await CommitAsync([message], refused, receivedAt, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException && !refused.ContainsKey(messages[0]))
        {
            var message = messages[0];
            Log.Refused(logger, error, host.Name, message.BodyCase.ToString(), message.Sequence);
            metrics.Refused(1);
            refused[message] = $"A message ({message.BodyCase}) could not be stored and was refused: {error.GetBaseException().Message}";
            await CommitAsync([message], refused, receivedAt, cancellationToken);
        }
    }

    private async Task TakeAsync(ConnectRequest message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var frame = message.Frame;
        minutes.Add(new MessageKey(message.SpoolId, message.Sequence), frame, receivedAt);
        if (!clock.IsLive(message.Sequence, frame.At.ToDateTimeOffset(), receivedAt))
        {
            return;
        }

        heartbeat = Heartbeat.Next(heartbeat, host.Id, frame, receivedAt, clock.Skew);
        heartbeats.Put(heartbeat);
        await gateway.TakeAsync(host, frame, receivedAt, cancellationToken);
        foreach (var observer in observers)
        {
            await observer.OnFrameAsync(host, frame, receivedAt, cancellationToken);
        }
    }

    private async Task StoreAsync(IReadOnlyList<DateTimeOffset> due, HostStream stream, CancellationToken cancellationToken)
    {
        if (due.Count == 0)
        {
            return;
        }

        await UntilStoredAsync(token => blocks.StoreAsync(minutes.Blocks(due), token), cancellationToken);
        Acknowledge(stream, minutes.Forget(due));
    }

    // What two good clocks and the way between them differ by is no error of either.
    private static TimeSpan Wrong(TimeSpan skew) => skew.Duration() < Negligible ? TimeSpan.Zero : skew;

    private static void Acknowledge(HostStream stream, IEnumerable<MessageKey> messages)
    {
        foreach (var ack in AckRanges.Of(messages))
        {
            stream.Send(new ConnectResponse { Ack = ack });
        }
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
            catch (Exception error) when (IsOfDatabase(error) && !IsOfContent(error) && !cancellationToken.IsCancellationRequested)
            {
                if (error.Message != lastError)
                {
                    Log.NotStored(logger, host.Name, lastError = error.Message);
                }
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }

    private static bool IsOfDatabase(Exception error) =>
        error is NpgsqlException or TimeoutException or Microsoft.EntityFrameworkCore.DbUpdateException || error.InnerException is NpgsqlException;

    // Class 22, "data exception": the same text is refused for ever.
    private static bool IsOfContent(Exception error) =>
        error.GetBaseException() is PostgresException postgres && postgres.SqlState.StartsWith("22", StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A message of {Host} ({Kind}, sequence {Sequence}) can never be stored; its agent is told that it is safe, and an Event says that it is not")]
        public static partial void Refused(ILogger logger, Exception error, string host, string kind, ulong sequence);


        [LoggerMessage(Level = LogLevel.Warning, Message = "Messages of {Host} could not be stored and are tried again: {Reason}")]
        public static partial void NotStored(ILogger logger, string host, string reason);
    }
}
