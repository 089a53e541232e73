using Npgsql;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>What becomes of one Host's messages: Events, Inventory and results are stored at once, Frames by the minute; each is
/// acknowledged after its commit. Not thread-safe: one batch after the other.</summary>
internal sealed partial class HostInbox(
    HostStream stream, MessageCommitter committer, FrameWays frames, FloodTeller floods, LinkMetrics metrics, TimeProvider time, ILogger<HostInbox> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LoggedEach = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Negligible = TimeSpan.FromSeconds(2);
    private readonly StreamClock clock = StreamClock.Of(stream.Hello, time.GetUtcNow());
    private readonly HeldFrames held = new();
    private Heartbeat? heartbeat;
    private long? refusalLogged;

    public async Task HandleAsync(IReadOnlyList<ConnectRequest> batch, CancellationToken cancellationToken)
    {
        var receivedAt = time.GetUtcNow();
        metrics.Received(batch.Count);
        var refused = batch.Select(message => (Message: message, Reason: WhyNot(message))).Where(judged => judged.Reason is not null)
            .ToDictionary<(ConnectRequest Message, string? Reason), ConnectRequest, string>(judged => judged.Message, judged => judged.Reason!, ReferenceEqualityComparer.Instance);

        // Events first: somebody waits for them.
        await CommitAsync([.. batch.Where(message => message.Frame is null || refused.ContainsKey(message))], refused, receivedAt, cancellationToken);
        var clockIsKnown = false;
        foreach (var message in batch.Where(message => message.Frame is not null && !refused.ContainsKey(message)))
        {
            clockIsKnown |= await TakeAsync(message, receivedAt, cancellationToken);
            if (stream.Minutes.IsFull)
            {
                await StoreAsync(stream.Minutes.All(), cancellationToken);
            }
        }

        await SettleAsync(clockIsKnown, receivedAt, cancellationToken);
        await StoreAsync(stream.Minutes.Due(time.GetUtcNow()), cancellationToken);
        await UntilStoredAsync(token => floods.TellAsync(stream.Host, receivedAt, isLast: false, token), cancellationToken);
    }

    /// <summary>Stores the open minutes when the stream ends. The agent learns of it by the next stream's acknowledgement of its resend.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await frames.Blocks.StoreAsync(stream.Minutes.Blocks(stream.Minutes.All()), cancellationToken);
        await floods.TellAsync(stream.Host, time.GetUtcNow(), isLast: true, cancellationToken);
    }

    private static string? WhyNot(ConnectRequest message) =>
        MessageBounds.WhyNot(message) ?? (message.Frame is { } frame ? StreamClock.WhyNoTime(frame.At?.ToDateTimeOffset()) : null);

    private async Task CommitAsync(
        ConnectRequest[] messages, Dictionary<ConnectRequest, string> refused, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (messages.Length == 0)
        {
            return;
        }

        metrics.Refused(refused.Count);
        await StoreOrRefuseAsync(messages, refused, receivedAt, cancellationToken);
        Acknowledge(messages.Where(message => message.Sequence > 0).Select(message => new MessageKey(message.SpoolId, message.Sequence)));
    }

    /// <summary>A message that can never be stored must not hold up the others: it is found, and its place is taken by an Event that says so.</summary>
    private async Task StoreOrRefuseAsync(
        ConnectRequest[] messages, Dictionary<ConnectRequest, string> refused, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        try
        {
            await UntilStoredAsync(token => committer.CommitAsync(stream.Host, messages, refused, receivedAt, Wrong(clock.Skew), token), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException && messages.Length > 1)
        {
            foreach (var message in messages)
            {
                await StoreOrRefuseAsync([message], refused, receivedAt, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException && !refused.ContainsKey(messages[0]))
        {
            var message = messages[0];
            LogRefusal(error, message);
            metrics.Refused(1);
            refused[message] = $"A message ({message.BodyCase}) could not be stored and was refused: {error.GetBaseException().Message}";
            await StoreOrRefuseAsync([message], refused, receivedAt, cancellationToken);
        }
    }

    /// <returns>Whether it was read just now, so that the Host's clock is known.</returns>
    private async Task<bool> TakeAsync(ConnectRequest message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var frame = message.Frame;
        var when = clock.Judge(message.Sequence, frame.At.ToDateTimeOffset(), receivedAt);
        if (when == FrameTime.Ahead)
        {
            held.Hold(message);
            return false;
        }

        await KeepAsync(message, receivedAt, cancellationToken);
        if (when == FrameTime.Late)
        {
            return false;
        }

        heartbeat = await frames.Live.TakeAsync(stream.Host, frame, heartbeat, receivedAt, clock.Skew, cancellationToken);
        return true;
    }

    private async Task SettleAsync(bool clockIsKnown, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var (fit, refused) = held.Settle(clock, clockIsKnown, receivedAt);
        foreach (var message in fit)
        {
            await KeepAsync(message, receivedAt, cancellationToken);
        }

        await CommitAsync([.. refused.Keys], refused, receivedAt, cancellationToken);
    }

    /// <summary>Of the Host's own GPUs alone: from here on nobody asks again whose they are.</summary>
    private async Task KeepAsync(ConnectRequest message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await UntilStoredAsync(
            async token =>
            {
                if (await frames.Gpus.KeepOwnAsync(stream.Host, message.Frame, token))
                {
                    await committer.SettleAsync(stream.Host, token);
                }
            },
            cancellationToken);
        stream.Minutes.Add(new MessageKey(message.SpoolId, message.Sequence), message.Frame, receivedAt);
    }

    private async Task StoreAsync(IReadOnlyList<DateTimeOffset> due, CancellationToken cancellationToken)
    {
        if (due.Count == 0)
        {
            return;
        }

        await UntilStoredAsync(token => frames.Blocks.StoreAsync(stream.Minutes.Blocks(due), token), cancellationToken);
        Acknowledge(stream.Minutes.Forget(due));
    }

    // Each is an Event; the log needs the first, with what the database said.
    private void LogRefusal(Exception error, ConnectRequest message)
    {
        if (refusalLogged is { } before && time.GetElapsedTime(before) < LoggedEach)
        {
            return;
        }

        refusalLogged = time.GetTimestamp();
        Log.MessageRefused(logger, error, stream.Host.Name, message.BodyCase.ToString(), message.Sequence);
    }

    // What two good clocks and the way between them differ by is no error of either.
    private static TimeSpan Wrong(TimeSpan skew) => skew.Duration() < Negligible ? TimeSpan.Zero : skew;

    private void Acknowledge(IEnumerable<MessageKey> messages)
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
                    Log.MessagesNotStored(logger, stream.Host.Name, lastError = error.Message);
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
        [LoggerMessage(EventId = 2706, Level = LogLevel.Error, Message = "A message of {Host} ({Kind}, sequence {Sequence}) can never be stored; its agent is told that it is safe, and an Event says that it is not")]
        public static partial void MessageRefused(ILogger logger, Exception error, string host, string kind, ulong sequence);

        [LoggerMessage(EventId = 2707, Level = LogLevel.Warning, Message = "Messages of {Host} could not be stored and are tried again: {Reason}")]
        public static partial void MessagesNotStored(ILogger logger, string host, string reason);
    }
}
