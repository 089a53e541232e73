using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>A CA of its own and a certificate for 127.0.0.1, as the control plane has them.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 authority;

    public TestAuthority(TimeProvider time)
    {
        var (from, to) = (time.GetUtcNow().AddHours(-1), time.GetUtcNow().AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test fleet CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authority = request.CreateSelfSigned(from, to);
        Server = Issue(from, to);
    }

    public X509Certificate2 Server { get; }

    /// <summary>With its key.</summary>
    public string ServerPem => Server.ExportCertificatePem() + "\n" + Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n";

    public string Pem => authority.ExportCertificatePem();

    public void Dispose()
    {
        Server.Dispose();
        authority.Dispose();
    }

    private X509Certificate2 Issue(DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(authority, from, to.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
