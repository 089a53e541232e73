using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>One stream from Hello to its end: reading, handing on, writing. A slow database slows the reading, so that what is not
/// safe waits in the agent's spool and not in our memory.</summary>
internal sealed partial class HostSession(
    HostStream stream,
    HostInbox inbox,
    LiveStreams streams,
    IReadOnlyList<IHostObserver> observers,
    LinkOptions options,
    TimeProvider time,
    ILogger<HostSession> logger)
{
    private const int Waiting = 512;
    private const int BatchLimit = 256;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(10);

    // null: a tick, so that a minute closes though nothing comes.
    private readonly Channel<ConnectRequest?> incoming = Channel.CreateBounded<ConnectRequest?>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    public async Task RunAsync(IAsyncStreamReader<ConnectRequest> requests, IServerStreamWriter<ConnectResponse> responses)
    {
        try
        {
            if (streams.Enter(stream) is { } older)
            {
                await older.Ended.WaitAsync(FlushLimit, time, stream.Ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Log.AgentConnected(logger, stream.Host.Name, stream.Hello.AgentVersion, stream.Abilities, stream.Hello.Backlog);
            await Guarded(ServeAsync(requests, responses));
        }
        finally
        {
            await CloseAsync();
        }
    }

    private async Task ServeAsync(IAsyncStreamReader<ConnectRequest> requests, IServerStreamWriter<ConnectResponse> responses)
    {
        foreach (var observer in observers)
        {
            await observer.OnConnectedAsync(stream.Host, stream.BootId, stream.Ending);
        }

        stream.Send(new ConnectResponse { Welcome = Welcome() });
        stream.Send(new ConnectResponse { Settings = new Settings { GpuPeriod = options.GpuPeriod.ToDuration(), BmcPeriod = options.BmcPeriod.ToDuration() } });
        await Task.WhenAll(Guarded(ReadAsync(requests)), Guarded(TickAsync()), Guarded(HandleAsync()), Guarded(WriteAsync(responses)));
    }

    private Welcome Welcome() => new() { HostId = stream.Host.Id.ToString(), HostName = stream.Host.Name, Now = time.GetUtcNow().ToTimestamp() };

    private async Task ReadAsync(IAsyncStreamReader<ConnectRequest> requests)
    {
        var pace = new BytePace(time);
        // A program that hangs keeps its connection alive, and nothing is heard of its Host: one that begins anew may be heard.
        await using var silence = time.CreateTimer(_ => stream.End($"it said nothing for {options.SilenceTimeout.TotalSeconds:0} s (Link:SilenceTimeout)"), null, options.SilenceTimeout, Timeout.InfiniteTimeSpan);
        while (await requests.MoveNext(stream.Ending))
        {
            // While its message waits for us, the silence is ours.
            silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (pace.Take(requests.Current.CalculateSize()) is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, stream.Ending);
            }

            await incoming.Writer.WriteAsync(requests.Current, stream.Ending);
            silence.Change(options.SilenceTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task TickAsync()
    {
        while (true)
        {
            await Task.Delay(Tick, time, stream.Ending);
            incoming.Writer.TryWrite(null);
        }
    }

    private async Task HandleAsync()
    {
        var batch = new List<ConnectRequest>(BatchLimit);
        while (await incoming.Reader.WaitToReadAsync(stream.Ending))
        {
            batch.Clear();
            while (batch.Count < BatchLimit && incoming.Reader.TryRead(out var message))
            {
                if (message is not null)
                {
                    batch.Add(message);
                }
            }

            await inbox.HandleAsync(batch, stream.Ending);
        }
    }

    private async Task WriteAsync(IServerStreamWriter<ConnectResponse> responses)
    {
        await foreach (var message in stream.Outgoing.ReadAllAsync(stream.Ending))
        {
            await responses.WriteAsync(message, stream.Ending);
        }
    }

    // Whichever part ends first ends the others: a stream is whole or gone.
    private async Task Guarded(Task part)
    {
        try
        {
            await part;
        }
        catch (OperationCanceledException) when (stream.Ending.IsCancellationRequested)
        {
            // Ended on purpose.
        }
        catch (Exception error) when (error is IOException or RpcException)
        {
            Log.StreamBroken(logger, stream.Host.Name, error.Message);
            // A message over the limit, say: the agent's own log must tell why it was sent away.
            stream.End(error is RpcException refused ? refused.Status.Detail : error.Message);
        }
        finally
        {
            stream.End("the stream is over");
        }
    }

    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(FlushLimit, time);
        try
        {
            await inbox.FlushAsync(limit.Token);
        }
        catch (Exception error)
        {
            // Nothing is lost: the agent was not told that these are safe.
            Log.MinuteNotStored(logger, stream.Host.Name, error.Message);
        }
        finally
        {
            // Where a newer stream took over, the Host is not disconnected.
            if (streams.Leave(stream))
            {
                foreach (var observer in observers)
                {
                    observer.OnDisconnected(stream.Host);
                }
            }

            stream.MarkEnded();
            Log.AgentDisconnected(logger, stream.Host.Name, stream.EndedBecause ?? "the server stops");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2710, Level = LogLevel.Information, Message = "{Host} is connected: agent {Version}, {Abilities}; {Backlog} messages wait in its spool")]
        public static partial void AgentConnected(ILogger logger, string host, string version, AgentAbilities abilities, ulong backlog);

        [LoggerMessage(EventId = 2711, Level = LogLevel.Information, Message = "{Host} is disconnected: {Reason}")]
        public static partial void AgentDisconnected(ILogger logger, string host, string reason);

        [LoggerMessage(EventId = 2712, Level = LogLevel.Information, Message = "The stream of {Host} broke: {Reason}")]
        public static partial void StreamBroken(ILogger logger, string host, string reason);

        [LoggerMessage(EventId = 2713, Level = LogLevel.Warning, Message = "The open minute of {Host} was not stored; its agent will send it again: {Reason}")]
        public static partial void MinuteNotStored(ILogger logger, string host, string reason);
    }
}
