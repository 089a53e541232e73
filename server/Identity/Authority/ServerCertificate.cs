using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>The certificate that our listeners show; null until the CA is open, then renewed at half life.</summary>
internal sealed class ServerCertificate(CertificateAuthority authority, IConfiguration configuration, TimeProvider time)
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
        names.UnionWith(configuration.GetSection("Listen:Names").Get<string[]>() ?? []);
        foreach (var key in (string[])["Listen:Agents", "Listen:Api"])
        {
            if (Uri.TryCreate(configuration[key], UriKind.Absolute, out var address) && address.Host is not ("0.0.0.0" or "[::]"))
            {
                names.Add(address.Host.Trim('[', ']'));
            }
        }

        return names;
    }
}
