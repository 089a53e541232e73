using System.Security.Cryptography.X509Certificates;
using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>The certificate that our listeners show; null until the CA is open, then renewed at half life.</summary>
internal sealed class ServerCertificate(CertificateAuthority authority, ListenOptions places, TimeProvider time)
{
    private volatile X509Certificate2? current;

    public X509Certificate2? Current => current;

    public void RenewWhenDue()
    {
        if (current is not null && time.GetUtcNow() < current.NotAfter.ToUniversalTime() - CertificateForge.ServerLife / 2)
        {
            return;
        }
        // The one before is not disposed: a handshake may be using it.
        current = authority.IssueServer(Names());
    }

    // Where it listens names itself; what stands before it (a load balancer, a DNS name) is for the operator to say.
    private HashSet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1" };
        names.UnionWith(places.Names);
        string[] hosts = [new Uri(places.Agents).Host, new Uri(places.Api).Host];
        names.UnionWith(hosts.Where(host => host is not ("0.0.0.0" or "[::]")).Select(host => host.Trim('[', ']')));
        return names;
    }
}
