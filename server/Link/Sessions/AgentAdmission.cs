using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Whether who connects may: a certificate of ours that holds by the database's own word, of a Host that is declared.</summary>
internal sealed class AgentAdmission(
    AgentCertificates certificates, Lineages lineages, SupersededAgents superseded, IDbContextFactory<FleetDb> contexts)
{
    /// <exception cref="RpcException">It may not; the status says why.</exception>
    public async Task<(HostIdentity Host, AgentPrincipal Agent)> AdmitAsync(ServerCallContext context)
    {
        var agent = certificates.Authenticate(context.GetHttpContext()) ?? throw Stranger();
        var host = await FindAsync(agent.HostId, context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.PermissionDenied, "This certificate's Host is not declared."));
        switch (await lineages.AdmitAsync(agent, context.CancellationToken))
        {
            case Standing.Revoked:
                throw Stranger();
            case Standing.Superseded:
                await superseded.OnShownAsync(agent, context.Peer, context.CancellationToken);
                throw new RpcException(new Status(StatusCode.PermissionDenied, AgentCertificates.Superseded));
            default:
                return (host, agent);
        }
    }

    /// <summary>Of a stream that is open already. Null: its certificate holds.</summary>
    public string? WhyEnded(AgentPrincipal agent) => certificates.WhyEnded(agent.Serial);

    private async Task<HostIdentity?> FindAsync(Guid hostId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await DeclaredHosts.FindAsync(db, hostId, cancellationToken);
    }

    private static RpcException Stranger() => new(new Status(StatusCode.Unauthenticated, "No valid agent certificate."));
}
