using System.Net;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>What a server says before anything is trusted: its CA's certificate, and its clock. Nothing is sent but the request.</summary>
internal sealed record Introduction(byte[] Authority, DateTimeOffset? ServerClock)
{
    private const int LargestCertificate = 64 << 10;

    public static async Task<Introduction> AskAsync(Uri server, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
#pragma warning disable CA5359 // The answer is compared with the token's fingerprint; a connection checked by it follows.
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        };
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(20),
            MaxResponseContentBufferSize = LargestCertificate,
        };
        using var answer = await client.GetAsync(new Uri(server, "/authority"), cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new Introduction(await answer.Content.ReadAsByteArrayAsync(cancellationToken), answer.Headers.Date);
    }
}
