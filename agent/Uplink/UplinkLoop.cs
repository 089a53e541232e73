using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink.Connection;
using SovereignFleet.Agent.Uplink.Identity;

namespace SovereignFleet.Agent.Uplink;

/// <summary>Keeps the Host connected: enrolls it, connects, renews the certificate at half life, and comes back after every fault.</summary>
internal sealed partial class UplinkLoop(
    UplinkOptions options, Enroller enroller, MessageSpool spool, ServerSettings settings, ICommandQueue commands, TimeProvider time,
    ILogger<UplinkLoop> logger) : BackgroundService
{
    private static readonly TimeSpan RenewalRetry = TimeSpan.FromMinutes(10);

    private readonly Backoff backoff = new(Random.Shared.NextDouble);
    private string? lastFault;
    private volatile UplinkSession? current;

    /// <summary>The server took the Hello of the connection that stands.</summary>
    public bool IsConnected => current is { Welcomed: true };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                await ConnectAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Tell(fault.Message);
                pause = fault is UplinkException { NeedsPerson: true } ? backoff.Slow() : backoff.Next();
            }
            catch (RpcException) when (stoppingToken.IsCancellationRequested)
            {
                return; // so gRPC tells of a call that we ended ourselves
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    /// <summary>Returns when the certificate was renewed: the next connection shows the new one.</summary>
    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var identity = await enroller.GetAsync(cancellationToken);
        using var channel = new LinkChannel(options.Server, identity.Authority, identity.Certificate, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var session = new UplinkSession(options, spool, settings, commands, time, logger);
        current = session;
        var running = session.RunAsync(channel.Invoker, ended.Token);
        var renewing = RenewAsync(identity, ended.Token);
        try
        {
            await Task.WhenAny(running, renewing);
            if (running.IsCompleted)
            {
                await running;
                throw new RpcException(new Status(StatusCode.Unavailable, "the server ended the stream"));
            }
        }
        catch (RpcException broken) when (!cancellationToken.IsCancellationRequested)
        {
            throw UplinkFault.Of(broken, channel.Trust.Refusal, options.Server);
        }
        finally
        {
            current = null;
            await ended.CancelAsync();
            await Task.WhenAll(running, renewing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (session.Welcomed)
            {
                backoff.Reset();
                lastFault = null;
            }
        }
    }

    /// <summary>The old certificate goes on working while this tries, up to its end.</summary>
    private async Task RenewAsync(AgentIdentity identity, CancellationToken cancellationToken)
    {
        var due = identity.RenewAt(Random.Shared.NextDouble()) - time.GetUtcNow();
        while (true)
        {
            await Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero, time, cancellationToken);
            try
            {
                var renewed = await enroller.RenewAsync(identity, cancellationToken);
                Log.CertificateRenewed(logger, renewed.NotAfter);
                return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                Log.CertificateNotRenewed(logger, identity.NotAfter, fault.Message);
                due = RenewalRetry * (0.5 + Random.Shared.NextDouble());
            }
        }
    }

    private void Tell(string fault)
    {
        if (fault != lastFault)
        {
            Log.ServerNotReached(logger, fault);
            lastFault = fault;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "Not connected, trying again: {Fault}")]
        public static partial void ServerNotReached(ILogger logger, string fault);

        [LoggerMessage(EventId = 1402, Level = LogLevel.Information, Message = "Certificate renewed, valid to {NotAfter:u}")]
        public static partial void CertificateRenewed(ILogger logger, DateTimeOffset notAfter);

        [LoggerMessage(EventId = 1403, Level = LogLevel.Warning, Message = "The certificate, valid to {NotAfter:u}, could not be renewed, trying again: {Fault}")]
        public static partial void CertificateNotRenewed(ILogger logger, DateTimeOffset notAfter, string fault);
    }
}
