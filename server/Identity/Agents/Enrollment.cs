using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>How a Host's agent gets its certificate, renews it, and loses it. Every step is one transaction with its Journal entry.</summary>
internal sealed class Enrollment(IDbContextFactory<FleetDb> contexts, CertificateAuthority authority, TimeProvider time)
{
    /// <summary>An agent that cannot keep what it gets asks every five minutes at most.</summary>
    public const int MostRenewals = 12;

    public static readonly TimeSpan RenewalSpan = TimeSpan.FromHours(1);

    /// <summary>By so much the clock of the replica at which a token is shown may be behind that of the one that ended it.</summary>
    public static readonly TimeSpan BehindAtMost = TimeSpan.FromMinutes(1);

    /// <returns>The token as it is printed: shown once, kept by nobody.</returns>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> CreateTokenAsync(
        Guid hostId, string hostName, TimeSpan validFor, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new EnrollmentToken
        {
            SecretHash = Hash(secret),
            HostId = hostId,
            HostName = hostName,
            CreatedBy = actor,
            CreatedAt = now,
            ExpiresAt = now + validFor,
        });
        db.Add(Entry(now, actor, JournalKinds.TokenCreated, hostId, $"{actor} made an enrollment token for {hostName}."));
        await db.SaveChangesAsync(cancellationToken);
        return ($"sf1.{secret}.{authority.Fingerprint}", now + validFor);
    }

    /// <summary>Spends the token. Of callers that race with one token exactly one gets a certificate, and the Host's certificates of before end.</summary>
    public async Task<EnrollmentOutcome> EnrollAsync(string secret, byte[] signingRequest, string hostName, CancellationToken cancellationToken)
    {
        var hash = Hash(secret);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Before the request is read: who has no token reaches no parser.
        if (await Open(db, hash, hostName, time.GetUtcNow()).SingleOrDefaultAsync(cancellationToken) is not { } token)
        {
            return new EnrollmentOutcome.UnknownToken();
        }

        if (SigningRequest.Read(signingRequest, out var fault) is not { } key)
        {
            return new EnrollmentOutcome.UnfitRequest(fault);
        }

        await Lineages.LockAsync(db, token.HostId, cancellationToken);
        // By the clock of after the lock: a revocation or a withdrawal that had it first has ended the token.
        var now = time.GetUtcNow();
        if (!await Open(db, hash, hostName, now).AnyAsync(cancellationToken))
        {
            return new EnrollmentOutcome.UnknownToken();
        }

        if (!await SpendAsync(db, hash, key, now, cancellationToken))
        {
            return new EnrollmentOutcome.SpentToken();
        }

        await Lineages.SupersedeAsync(db, token.HostId, but: null, now, cancellationToken);
        var certificate = Issue(db, key, token.HostId, now);
        db.Add(Entry(now, "agent:" + hostName, JournalKinds.HostEnrolled, token.HostId,
            $"{hostName} enrolled with the token of {token.CreatedBy}; certificate {certificate.SerialNumber}."));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new EnrollmentOutcome.Issued(certificate, token.HostId);
    }

    private static IQueryable<EnrollmentToken> Open(FleetDb db, byte[] hash, string hostName, DateTimeOffset now) =>
        db.EnrollmentTokens.AsNoTracking().Where(token => token.SecretHash == hash && token.HostName == hostName && token.ExpiresAt > now);

    /// <summary>Once; and again with the same key while what it brought was not used: the answer was lost. A certificate that was used has arrived,
    /// and whoever then shows the token and the key has found them.</summary>
    private static async Task<bool> SpendAsync(FleetDb db, byte[] hash, PublicKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keyHash = SHA256.HashData(key.ExportSubjectPublicKeyInfo());
        return await db.EnrollmentTokens
            .Where(token => token.SecretHash == hash && (token.SpentAt == null || (token.SpentKey == keyHash
                && !db.IssuedCertificates.Any(issued => issued.HostId == token.HostId && issued.IssuedAt >= token.SpentAt && issued.UsedAt != null))))
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.SpentAt, now).SetProperty(token => token.SpentKey, keyHash), cancellationToken) > 0;
    }

    /// <summary>A certificate for a certificate that still holds. That one goes on holding until the new one is used; one that was made for it before
    /// and never used ends.</summary>
    public async Task<EnrollmentOutcome> RenewAsync(AgentPrincipal agent, byte[] signingRequest, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var outcome = await Lineages.UseAsync(db, agent, now, cancellationToken) switch
        {
            Standing.Holds => await RenewAsync(db, agent, signingRequest, now, cancellationToken),
            Standing.Superseded => new EnrollmentOutcome.SupersededCertificate(),
            _ => new EnrollmentOutcome.RevokedCertificate(),
        };
        // Also where none was issued: the certificate was used.
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    private async Task<EnrollmentOutcome> RenewAsync(
        FleetDb db, AgentPrincipal agent, byte[] signingRequest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (SigningRequest.Read(signingRequest, out var fault) is not { } key)
        {
            return new EnrollmentOutcome.UnfitRequest(fault);
        }

        var recent = await db.IssuedCertificates.CountAsync(
            row => row.HostId == agent.HostId && row.RevokedAt == null && row.NotAfter > now && row.IssuedAt > now - RenewalSpan, cancellationToken);
        if (recent >= MostRenewals)
        {
            return new EnrollmentOutcome.TooManyRenewals();
        }

        await Lineages.SupersedeAsync(db, agent.HostId, agent.Serial, now, cancellationToken);
        var certificate = Issue(db, key, agent.HostId, now);
        db.Add(Entry(now, $"agent:{agent.HostId}", JournalKinds.CertificateIssued, agent.HostId,
            $"Certificate {agent.Serial} was renewed as {certificate.SerialNumber}."));
        await db.SaveChangesAsync(cancellationToken);
        return new EnrollmentOutcome.Issued(certificate, agent.HostId);
    }

    /// <summary>Ends every certificate and every open token of a Host.</summary>
    public async Task RevokeAsync(Guid hostId, string hostName, string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await RevokeAsync(db, (hostId, hostName), actor, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The same in the caller's transaction, which must be open.</summary>
    public static async Task RevokeAsync(FleetDb db, (Guid Id, string Name) host, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hostId = host.Id;
        (await Lineages.LockAsync(db, hostId, cancellationToken)).RevokedAt = now;
        await db.EnrollmentTokens.Where(token => token.HostId == hostId && token.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, now - BehindAtMost), cancellationToken);
        int count = 0, more;
        do
        {
            // Again until there is none: a replica of the version before, which does not know the lock, may issue one while this waits for the row of the one before.
            more = await db.IssuedCertificates.Where(certificate => certificate.HostId == hostId && certificate.RevokedAt == null && certificate.NotAfter > now)
                .ExecuteUpdateAsync(set => set.SetProperty(certificate => certificate.RevokedAt, now), cancellationToken);
            count += more;
        }
        while (more > 0);
        db.Add(Entry(now, actor, JournalKinds.CertificateRevoked, hostId, $"{actor} revoked {count} certificates of {host.Name}."));
        await db.SaveChangesAsync(cancellationToken);
    }

    private X509Certificate2 Issue(FleetDb db, PublicKey key, Guid hostId, DateTimeOffset now)
    {
        var certificate = authority.IssueAgent(key, hostId);
        db.Add(new IssuedCertificate
        {
            Serial = certificate.SerialNumber,
            HostId = hostId,
            IssuedAt = now,
            NotAfter = new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        });
        return certificate;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static JournalEntry Entry(DateTimeOffset at, string actor, string kind, Guid hostId, string summary) =>
        new() { At = at, Actor = actor, Kind = kind, HostId = hostId, Summary = summary };
}
