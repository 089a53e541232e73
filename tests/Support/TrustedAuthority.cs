using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Tests.Support;

internal static class TrustedAuthority
{
    /// <summary>A connection handler that trusts the server's own authority and nobody else.</summary>
    public static SocketsHttpHandler Handler(IRunningServer server)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(server.AuthorityFile);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => IsFrom(authority, certificate),
            },
        };
    }

    private static bool IsFrom(X509Certificate2 authority, X509Certificate? certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return certificate is X509Certificate2 offered && chain.Build(offered);
    }
}
