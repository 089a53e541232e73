using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard;

/// <summary>The certificate that browsers are shown where the dashboard listens with TLS: the one that was configured, or the one that the server made
/// for it.</summary>
internal sealed class OwnTls(IOptions<TransportOptions> options, CertificateFile made) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var (certificate, key) = (options.Value.Certificate, options.Value.CertificateKey);
        var shown = certificate.Length == 0 ? made : new CertificateFile(certificate, key.Length > 0 ? key : certificate);
        kestrel.ConfigureHttpsDefaults(https =>
        {
            // Null until the file is there: the handshake fails, and the next one looks again.
            https.ServerCertificateSelector = (_, _) => shown.Current;
            https.HandshakeTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
