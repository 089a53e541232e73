using System.Security.Cryptography.X509Certificates;
using SovereignFleet.Agent;
using SovereignFleet.Agent.Uplink.Identity;
using SovereignFleet.Simulator.Plan;

namespace SovereignFleet.Simulator.Control;

/// <summary>Gives each Host's agent what it needs to know, and a token where it has no valid certificate of this control plane.</summary>
internal sealed class Enrollments(SimulatorOptions options, TimeProvider time)
{
    private const int SpoolMegabytes = 64;

    public async Task<IReadOnlyDictionary<HostPlan, AgentOptions>> PrepareAsync(FleetPlan plan, CancellationToken cancellationToken)
    {
        var prepared = plan.Hosts.ToDictionary(host => host, Describe);
        var strangers = prepared.Where(pair => !IsEnrolled(pair.Value)).ToList();
        if (strangers.Count > 0)
        {
            using var control = await ControlPlane.SignInAsync(options, cancellationToken);
            foreach (var (host, agent) in strangers)
            {
                prepared[host] = agent with { EnrollmentToken = await control.CreateTokenAsync(host.Name, cancellationToken) };
            }

            await control.SignOutAsync(cancellationToken);
        }

        return prepared;
    }

    private AgentOptions Describe(HostPlan host) => new()
    {
        Server = options.Agents,
        HostName = host.Name,
        DataFolder = Path.GetFullPath(Path.Combine(options.Folder, host.Name)),
        SpoolLimitMegabytes = SpoolMegabytes,
    };

    private bool IsEnrolled(AgentOptions agent)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(options.Authority);
        return new IdentityStore(agent.Uplink.PkiFolder).Load() is { } identity
            && identity.NotAfter > time.GetUtcNow()
            && identity.Authority.Thumbprint == authority.Thumbprint;
    }
}
