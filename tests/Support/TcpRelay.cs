using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SovereignFleet.Tests.Support;

/// <summary>One loopback address for several servers, as a load balancer at layer 4 gives: each new connection goes to the first
/// target that accepts it. TLS passes through untouched.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly IReadOnlyList<int> targets;
    private readonly Task accepting;

    private TcpRelay(IReadOnlyList<int> targets)
    {
        this.targets = targets;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Authority => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public static TcpRelay Start(Stage stage, params Uri[] targets) => stage.Own(new TcpRelay([.. targets.Select(target => target.Port)]));

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync(ended.Token);
            _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        using var server = await FirstAsync();
        if (server is null)
        {
            return; // nobody accepts: the client sees its connection closed
        }

        using var far = new NetworkStream(server, ownsSocket: true);
        await Task.WhenAny(near.CopyToAsync(far, ended.Token), far.CopyToAsync(near, ended.Token));
    }

    private async Task<Socket?> FirstAsync()
    {
        foreach (var port in targets)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, ended.Token);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        return null;
    }
}
