using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SovereignFleet.Server.Journal.Sinks;

/// <summary>Syslog over TLS (RFC 5425: octet counting, RFC 5424 inside). Syslog has no answer: a line counts as taken when the receiver has
/// closed the connection in order, or kept it open for two seconds after ours was.</summary>
internal sealed class SyslogSink(JournalOptions options) : IJournalSink
{
    private const int UsualPort = 6514;
    // Facility 13 (log audit), severity 5 (notice).
    private const int Priority = (13 * 8) + 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(2);

    public string Name => "syslog";

    /// <summary>"MSG-LEN SP SYSLOG-MSG"; the length is in octets.</summary>
    public static byte[] Frame(JournalCheckpoint checkpoint, string machine)
    {
        var message = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"<{Priority}>1 {checkpoint.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {machine} sovereignfleet - journal-checkpoint - {checkpoint.Line}"));
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Length} ")), .. message];
    }

    public async Task TakeAsync(JournalCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var address = new Uri("syslog://" + options.Syslog);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.IdnHost, address.Port > 0 ? address.Port : UsualPort, limited.Token);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(Trust(address.IdnHost), limited.Token);
            await stream.WriteAsync(Frame(checkpoint, Environment.MachineName), limited.Token);
            await stream.FlushAsync(limited.Token);
            await stream.ShutdownAsync();
            await ClosedAsync(stream, limited.Token);
        }
        catch (Exception error) when (error is SocketException or AuthenticationException)
        {
            throw new IOException($"{options.Syslog}: {error.Message}", error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{options.Syslog} did not answer for {Limit.TotalSeconds:0} s");
        }
    }

    // What was sent and never came is told by a reset, which is read as an IOException.
    private static async Task ClosedAsync(SslStream stream, CancellationToken cancellationToken)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        closing.CancelAfter(Closing);
        try
        {
            while (await stream.ReadAsync(new byte[256], closing.Token) > 0)
            {
                // Nobody answers in syslog.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Many receivers leave it open.
        }
    }

    private SslClientAuthenticationOptions Trust(string host)
    {
        var trust = new SslClientAuthenticationOptions { TargetHost = host };
        if (options.SyslogCa.Length > 0)
        {
            trust.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(options.SyslogCa);
        }

        return trust;
    }
}
