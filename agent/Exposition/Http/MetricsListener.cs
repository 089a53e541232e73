using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SovereignFleet.Agent.Exposition.Http;

/// <summary>Answers scrapes. A port that cannot be had is told and tried again; it never stops the agent.</summary>
internal sealed partial class MetricsListener(IPEndPoint endpoint, MetricsPage page, ListenState state, TimeProvider time, ILogger<MetricsListener> logger)
    : BackgroundService
{
    /// <summary>A Prometheus pair, a person with curl, and room. Who comes beyond takes the place of the one that has asked nothing for the longest.</summary>
    private const int MostConnections = 16;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly List<MetricsConnection> connections = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                using var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (endpoint.Address.Equals(IPAddress.IPv6Any))
                {
                    listener.DualMode = true; // [::] is every address of the Host
                }

                listener.Bind(endpoint);
                listener.Listen();
                Tell(null);
                await AcceptAsync(listener, stoppingToken);
            }
            catch (SocketException refused)
            {
                Tell($"{endpoint} cannot be listened on: {refused.Message}");
            }

            await Task.Delay(Retry, time, stoppingToken);
        }
    }

    private async Task AcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync(cancellationToken);
            var connection = new MetricsConnection(socket, page, time);
            lock (connections)
            {
                if (connections.Count == MostConnections)
                {
                    var silent = connections.MinBy(one => one.HeardAt)!;
                    connections.Remove(silent);
                    silent.Dispose();
                }

                connections.Add(connection);
            }

            _ = ServeAsync(connection, cancellationToken);
        }
    }

    private async Task ServeAsync(MetricsConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.RunAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The scraper went away, was too slow, or gave up its place; it comes again.
        }
        catch (Exception fault) // a bug in one page ends one connection
        {
            Log.MetricsNotWritten(logger, fault);
        }
        finally
        {
            lock (connections)
            {
                connections.Remove(connection);
            }

            connection.Dispose();
        }
    }

    private void Tell(string? fault)
    {
        if (fault == state.Fault && !state.IsUnknown)
        {
            return;
        }

        state.Set(fault);
        if (fault is null)
        {
            Log.MetricsListening(logger, endpoint);
        }
        else
        {
            Log.MetricsNotListening(logger, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1601, Level = LogLevel.Information, Message = "/metrics listens on {Endpoint}")]
        public static partial void MetricsListening(ILogger logger, IPEndPoint endpoint);

        [LoggerMessage(EventId = 1602, Level = LogLevel.Error, Message = "/metrics: {Fault}; check Metrics:Listen, it is tried again")]
        public static partial void MetricsNotListening(ILogger logger, string fault);

        [LoggerMessage(EventId = 1603, Level = LogLevel.Error, Message = "/metrics could not be written")]
        public static partial void MetricsNotWritten(ILogger logger, Exception fault);
    }
}
