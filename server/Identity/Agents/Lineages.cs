using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>A Host has one certificate that is in use, and at most one made to follow it. The first use of the follower ends the one before: until
/// then both hold, as the answer that brought it may have been lost. All of it is decided in the database, under the lock of the Host's row.</summary>
internal sealed class Lineages(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    /// <summary>Takes the certificate into use, where it holds: whoever connects with it has it.</summary>
    public async Task<Standing> AdmitAsync(AgentPrincipal agent, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var standing = await UseAsync(db, agent, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return standing;
    }

    /// <summary>Locks the Host's row and looks. A certificate that holds is in use from here on, and was the only one until now.</summary>
    public static async Task<Standing> UseAsync(FleetDb db, AgentPrincipal agent, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lineage = await LockAsync(db, agent.HostId, cancellationToken);
        var shown = await db.IssuedCertificates.AsNoTracking()
            .SingleOrDefaultAsync(certificate => certificate.Serial == agent.Serial && certificate.HostId == agent.HostId, cancellationToken);
        var standing = Judge(shown, lineage.RevokedAt, now);
        if (standing is Standing.Holds && shown!.UsedAt is null)
        {
            await db.IssuedCertificates.Where(certificate => certificate.Serial == agent.Serial)
                .ExecuteUpdateAsync(set => set.SetProperty(certificate => certificate.UsedAt, now), cancellationToken);
            await SupersedeAsync(db, agent.HostId, agent.Serial, now, cancellationToken);
        }

        return standing;
    }

    /// <summary>The one row that whoever changes what a Host's certificates are worth holds until its transaction ends.</summary>
    public static async Task<AgentLineage> LockAsync(FleetDb db, Guid hostId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO agent_lineages (host_id, former_runs) VALUES ({hostId}, {Array.Empty<string>()}) ON CONFLICT (host_id) DO NOTHING", cancellationToken);
        return await db.AgentLineages.FromSql($"SELECT * FROM agent_lineages WHERE host_id = {hostId} FOR UPDATE").SingleAsync(cancellationToken);
    }

    /// <summary>Ends all certificates of the Host but one, under the lock of its row.</summary>
    /// <param name="but">The serial of that one; null: all are ended.</param>
    public static Task SupersedeAsync(FleetDb db, Guid hostId, string? but, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.IssuedCertificates
            .Where(row => row.HostId == hostId && row.Serial != but && row.SupersededAt == null && row.RevokedAt == null && row.NotAfter > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SupersededAt, now), cancellationToken);

    // What a restored database does not know was issued before the restore. It lives for a day, so that a day after a revocation there is none that the revocation missed.
    private static Standing Judge(IssuedCertificate? shown, DateTimeOffset? revokedAt, DateTimeOffset now) => shown switch
    {
        null when revokedAt > now - CertificateForge.AgentLife => Standing.Revoked,
        null => Standing.Unknown,
        { RevokedAt: not null } => Standing.Revoked,
        { SupersededAt: not null } => Standing.Superseded,
        _ => Standing.Holds,
    };
}
