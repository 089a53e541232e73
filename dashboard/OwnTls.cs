using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard;

/// <summary>Where browsers reach the dashboard, and the certificate that they are shown where that is by TLS: the one that was configured, or the one
/// that the server made for it.</summary>
internal sealed class OwnTls(IServiceProvider services) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Not before the first handshake: settings that are wrong are told all together, by then.
        var shown = new Lazy<CertificateFile>(Shown);
        kestrel.ConfigureHttpsDefaults(https =>
        {
            // Null until the file is there: the handshake fails, and the next one looks again.
            https.ServerCertificateSelector = (_, _) => shown.Value.Current;
            https.HandshakeTimeout = TimeSpan.FromSeconds(10);
        });
    }

    private CertificateFile Shown()
    {
        var options = services.GetRequiredService<IOptions<TransportOptions>>().Value;
        return options.Certificate.Length == 0
            ? services.GetRequiredService<CertificateFile>()
            : new CertificateFile(options.Certificate, options.CertificateKey.Length > 0 ? options.CertificateKey : options.Certificate);
    }
}
