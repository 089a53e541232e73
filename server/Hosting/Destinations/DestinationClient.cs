using System.Net.Sockets;

namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>HTTP to where the inventory says, and only where the server's own configuration allows.</summary>
internal static class DestinationClient
{
    /// <param name="patience">Of one call.</param>
    /// <param name="answerLimit">Bytes; a longer answer is a fault.</param>
    public static HttpClient Create(AddressList allowed, TimeSpan patience, int answerLimit)
    {
        // No proxy: it would connect in our place, to where nobody judged.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = async (context, cancellationToken) => new NetworkStream(
                await allowed.ConnectAsync(context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port, cancellationToken), ownsSocket: true),
        };
        return new HttpClient(handler) { Timeout = patience, MaxResponseContentBufferSize = answerLimit };
    }
}
