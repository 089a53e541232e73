using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink.Identity;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Uplink;

/// <summary>One connection: Hello, then what the spool holds; Acks, Settings and Commands come back.</summary>
internal sealed partial class UplinkSession(
    UplinkOptions options, MessageSpool spool, ServerSettings settings, ICommandQueue commands, TimeProvider time, ILogger logger)
{
    /// <summary>The server acknowledges Frames when their minute is closed and committed. After so long it has lost something.</summary>
    private static readonly TimeSpan AckTimeOut = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan WelcomeTimeOut = TimeSpan.FromSeconds(30);

    /// <summary>So long a connection on which nothing happens is not looked at.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly SendOrder order = new(spool);
    private long heardAt;

    /// <summary>Set when the server took the Hello.</summary>
    public bool Welcomed { get; private set; }

    /// <summary>Runs until the connection ends; throws RpcException where it broke.</summary>
    public async Task RunAsync(CallInvoker invoker, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = new AgentLinkService.AgentLinkServiceClient(invoker).Connect(cancellationToken: ended.Token);
        heardAt = time.GetTimestamp();
        await call.RequestStream.WriteAsync(Hello(), ended.Token);
        Task[] directions = [ReceiveAsync(call.ResponseStream, ended.Token), SendAsync(call.RequestStream, ended.Token)];
        await Task.WhenAny(directions);
        var receiving = directions[0].IsCompleted;
        await ended.CancelAsync();
        // A broken connection fails both ways; the receiving side carries the server's status.
        await (receiving ? directions[0] : directions[1]);
    }

    private ConnectRequest Hello() => new()
    {
        SpoolId = spool.Id,
        Hello = new Hello
        {
            AgentVersion = options.AgentVersion,
            BootId = options.Boot.BootId,
            RunId = options.RunId,
            BootedAt = options.Boot.BootedAt is { } booted ? Timestamp.FromDateTimeOffset(booted) : null,
            Now = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            Backlog = (ulong)spool.Waiting,
            Spooled = order.LiveAfter,
            Capabilities = new Capabilities
            {
                LinkVersion = LinkVersion.Current,
                Commands = { commands.Obeys },
                Features = { Feature.PredictedFailures, Feature.BmcGateway },
            },
        },
    };

    private async Task SendAsync(IClientStreamWriter<ConnectRequest> stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = spool.Changed;
            while (order.Next() is { } message)
            {
                await stream.WriteAsync(message, cancellationToken);
            }

            await changed.WaitAsync(Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfSilent();
        }
    }

    private void ThrowIfSilent()
    {
        var silent = time.GetElapsedTime(Interlocked.Read(ref heardAt));
        if (silent > (Welcomed ? AckTimeOut : WelcomeTimeOut) && spool.Waiting > 0)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"the server has {(Welcomed ? "acknowledged" : "said")} nothing for {silent.TotalSeconds:F0} s"));
        }
    }

    private async Task ReceiveAsync(IAsyncStreamReader<ConnectResponse> stream, CancellationToken cancellationToken)
    {
        while (await stream.MoveNext(cancellationToken))
        {
            Interlocked.Exchange(ref heardAt, time.GetTimestamp());
            Take(stream.Current);
        }
    }

    private void Take(ConnectResponse message)
    {
        switch (message.BodyCase)
        {
            case ConnectResponse.BodyOneofCase.Welcome:
                Welcomed = true;
                Log.ServerConnected(logger, message.Welcome.HostName, message.Welcome.HostId, spool.Waiting);
                break;
            case ConnectResponse.BodyOneofCase.Ack when message.Ack.SpoolId == spool.Id:
                // The window first: the spool's signal wakes the sender, which must find it open.
                order.Acknowledged(message.Ack.Ranges);
                spool.Acknowledge(message.Ack.Ranges);
                break;
            case ConnectResponse.BodyOneofCase.Settings:
                settings.Apply(message.Settings);
                break;
            case ConnectResponse.BodyOneofCase.Command:
                commands.Take(message.Command);
                break;
            case ConnectResponse.BodyOneofCase.Ack: // of a spool that was emptied since
            case ConnectResponse.BodyOneofCase.None: // of a newer server
                break;
            default:
                throw new InvalidOperationException($"Unknown message {message.BodyCase}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1404, Level = LogLevel.Information, Message = "Connected as {HostName} ({HostId}); {Waiting} messages wait in the spool")]
        public static partial void ServerConnected(ILogger logger, string hostName, string hostId, long waiting);
    }
}
