using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>What our certificates contain. Pure: keys, names and times in, certificates out.</summary>
internal static class CertificateForge
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";
    public static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    public static readonly TimeSpan AgentLife = TimeSpan.FromHours(24);
    public static readonly TimeSpan ServerLife = TimeSpan.FromDays(30);
    /// <summary>It may lie on another machine, where nobody renews it by itself; browsers take none that lives longer.</summary>
    public static readonly TimeSpan DashboardLife = TimeSpan.FromDays(397);
    // A clock that is a little behind must not find its certificate "not yet valid".
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static X509Certificate2 Authority(ECDsa key, DateTimeOffset now)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest($"CN=SovereignFleet CA {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - Skew, now + AuthorityLife);
    }

    /// <summary>The Host is named by the SAN alone; nothing of the signing request but its key gets into the certificate.</summary>
    public static X509Certificate2 Agent(X509Certificate2 authority, PublicKey key, Guid hostId, DateTimeOffset now)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(AgentPrincipal.UriOf(hostId));
        return Leaf(authority, key, $"CN={hostId}", names, [ClientUse], now, AgentLife);
    }

    public static X509Certificate2 Server(X509Certificate2 authority, PublicKey key, IReadOnlyCollection<string> hosts, DateTimeOffset now) =>
        Leaf(authority, key, "CN=SovereignFleet server", Names(hosts), [ServerUse], now, ServerLife);

    /// <summary>For browsers the names of its machine; for the server the URI.</summary>
    public static X509Certificate2 Dashboard(X509Certificate2 authority, PublicKey key, IReadOnlyCollection<string> hosts, DateTimeOffset now)
    {
        var names = Names(hosts);
        names.AddUri(new Uri(DashboardPrincipal.Uri));
        return Leaf(authority, key, "CN=SovereignFleet dashboard", names, [ServerUse, ClientUse], now, DashboardLife);
    }

    private static SubjectAlternativeNameBuilder Names(IReadOnlyCollection<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names;
    }

    private static X509Certificate2 Leaf(
        X509Certificate2 authority, PublicKey key, string subject, SubjectAlternativeNameBuilder names, string[] uses, DateTimeOffset now, TimeSpan life)
    {
        var request = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. uses.Select(use => new Oid(use))], true));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40); // Positive, and always 16 bytes.
        var end = now + life;
        return request.Create(authority, now - Skew, end < authority.NotAfter ? end : authority.NotAfter, serial);
    }
}
