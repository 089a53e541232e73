using System.Net;
using System.Net.Sockets;
using System.Text;
using SovereignFleet.Server.Hosting.Destinations;

namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>HAProxy's runtime API: one command, one connection, the answer until the peer closes.</summary>
internal sealed class HaProxySocket(AllowedDestinations destinations)
{
    /// <summary>Shorter than a Drain's lease: an effect is over before another worker may claim the Drain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int AnswerLimit = 4 << 20;

    /// <summary>Of a socket's path, in bytes, by unix(7): sun_path without its end.</summary>
    private const int LongestPath = 107;

    /// <summary>The answer, or why there is none.</summary>
    public async Task<HaProxyAnswer> AskAsync(string endpoint, string command, CancellationToken cancellationToken)
    {
        if (AddressOf(endpoint) is not { } address)
        {
            return HaProxyAnswer.Silent("an endpoint is unix:/path or tcp:host:port");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var socket = await ConnectAsync(address, limit.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"), limit.Token);
            var answer = await ReadAsync(stream, limit.Token);
            // Not before: one that hangs still lets us connect.
            destinations.Note(endpoint, null);
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Silent(endpoint, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return Silent(endpoint, error.Message);
        }
    }

    private Task<Socket> ConnectAsync(EndPoint address, CancellationToken cancellationToken) => address switch
    {
        DnsEndPoint host => destinations.Balancers.ConnectAsync(host.Host, host.Port, cancellationToken),
        var path => destinations.Sockets.ConnectAsync(path.ToString()!, cancellationToken),
    };

    private HaProxyAnswer Silent(string endpoint, string why)
    {
        destinations.Note(endpoint, why);
        return HaProxyAnswer.Silent(AllowedDestinations.CannotBeReached);
    }

    private static async Task<HaProxyAnswer> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[16 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (answer.Length + count > AnswerLimit)
            {
                return HaProxyAnswer.Silent($"an answer of more than {AnswerLimit >> 20} MiB is none of HAProxy's");
            }

            answer.Write(buffer, 0, count);
        }

        return new HaProxyAnswer(Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length), null);
    }

    /// <param name="endpoint">"unix:/run/haproxy/admin.sock" or "tcp:127.0.0.1:19999".</param>
    /// <returns>Null: neither.</returns>
    public static EndPoint? AddressOf(string? endpoint)
    {
        if (endpoint is null)
        {
            return null;
        }

        if (endpoint.StartsWith("unix:/", StringComparison.Ordinal))
        {
            var path = endpoint["unix:".Length..];
            return Encoding.UTF8.GetByteCount(path) <= LongestPath ? new UnixDomainSocketEndPoint(path) : null;
        }

        return endpoint.StartsWith("tcp:", StringComparison.Ordinal)
            && Uri.TryCreate("tcp://" + endpoint["tcp:".Length..], UriKind.Absolute, out var uri) && uri.Port > 0
            && uri is { UserInfo: "", PathAndQuery: "" or "/", Fragment: "" }
            ? new DnsEndPoint(uri.DnsSafeHost, uri.Port)
            : null;
    }
}
