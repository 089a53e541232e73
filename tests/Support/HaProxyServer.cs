using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SovereignFleet.Tests.Support;

/// <summary>A real HAProxy before a few backends, with its runtime API on a TCP and on a unix socket.</summary>
internal sealed class HaProxyServer
{
    public const string Backend = "be";

    private HaProxyServer(int port, int statsPort, string socket)
    {
        Url = $"http://127.0.0.1:{port}";
        StatsPort = statsPort;
        Socket = socket;
    }

    public string Url { get; }

    public int StatsPort { get; }

    public string Socket { get; }

    /// <param name="servers">Server name to loopback port.</param>
    public static async Task<HaProxyServer> StartAsync(
        Stage stage, IReadOnlyDictionary<string, int> servers, CancellationToken cancellationToken)
    {
        var proxy = new HaProxyServer(FreePort.Next(), FreePort.Next(), Path.Combine(stage.Folder("haproxy"), "admin.sock"));
        var config = stage.Write("haproxy/haproxy.cfg", proxy.Config(servers));
        stage.Start(new Launch("haproxy", "haproxy", "-f", config, "-db"));
        foreach (var server in servers.Keys)
        {
            await proxy.WaitForAsync(server, "UP", cancellationToken);
        }

        return proxy;
    }

    /// <summary>One line of the runtime API; its only sign of failure is the text of the reply.</summary>
    public async Task<string> CommandAsync(string command, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", StatsPort, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return (await reader.ReadToEndAsync(cancellationToken)).Trim();
    }

    /// <summary>The server's status ("UP", "DRAIN", "MAINT") and its sessions, from `show stat`.</summary>
    public async Task<HaProxyState> StateAsync(string server, CancellationToken cancellationToken)
    {
        var rows = (await CommandAsync("show stat", cancellationToken)).Split('\n');
        // "# pxname,svname,qcur,qmax,scur,..."
        var columns = rows[0].TrimStart('#', ' ').Split(',');
        var row = rows.Select(line => line.Split(',')).Single(cells => cells[0] == Backend && cells[1] == server);
        string Cell(string name) => row[Array.IndexOf(columns, name)];
        return new HaProxyState(
            Cell("status"),
            int.Parse(Cell("scur"), CultureInfo.InvariantCulture),
            long.Parse(Cell("stot"), CultureInfo.InvariantCulture));
    }

    public Task<HaProxyState> WaitForAsync(string server, string status, CancellationToken cancellationToken) =>
        Until.Async(
            $"HAProxy says {status} of {server}",
            cancellation => StateAsync(server, cancellation),
            state => state.Status.StartsWith(status, StringComparison.Ordinal),
            cancellationToken);

    private string Config(IReadOnlyDictionary<string, int> servers)
    {
        var lines = string.Join('\n', servers.Select(
            server => $"    server {server.Key} 127.0.0.1:{server.Value} check inter 500ms"));
        return $"""
            global
                stats socket {Socket} mode 600 level admin
                stats socket ipv4@127.0.0.1:{StatsPort} level admin
                stats timeout 30s
                hard-stop-after 5s
            defaults
                mode http
                timeout connect 2s
                timeout client 30s
                timeout server 30s
                # A machine that runs many tests at once is slow to answer, and not down.
                timeout check 5s
            frontend fe
                bind {Url["http://".Length..]}
                default_backend {Backend}
            backend {Backend}
                balance roundrobin
                option httpchk GET /health
            {lines}

            """;
    }
}
