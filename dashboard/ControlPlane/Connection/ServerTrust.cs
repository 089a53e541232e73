using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard.ControlPlane.Connection;

/// <summary>Trusts exactly one CA: the control plane's. The machine's own list of authorities is not asked.</summary>
internal sealed class ServerTrust(string caFile)
{
    /// <summary>Why the last handshake was refused; null when none was. Told to the person in place of a bare "TLS failed".</summary>
    public string? Refusal { get; private set; }

    /// <param name="credential">What this dashboard shows.</param>
    public SslClientAuthenticationOptions ToSslOptions(CertificateFile credential) => new()
    {
        LocalCertificateSelectionCallback = (_, _, _, _, _) => credential.Current!,
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => (Refusal = Judge(certificate, errors)) is null,
    };

    private string? Judge(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return "it showed no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "its certificate is for another name than the one in the key Server";
        }

        try
        {
            // Read at each handshake: the file may appear, or be renewed, while the dashboard runs.
            using var ca = X509CertificateLoader.LoadCertificateFromFile(caFile);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(ca);
            // Our CA publishes no revocation list; the server's certificate lives for days.
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(leaf) ? null : $"its certificate was not issued by the CA in {caFile}";
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"the CA file {caFile} cannot be read";
        }
    }
}
