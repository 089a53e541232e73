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

    /// <summary>Spends the token. Of callers that race with one token exactly one gets a certificate.</summary>
    public async Task<EnrollmentOutcome> EnrollAsync(string secret, byte[] signingRequest, string hostName, CancellationToken cancellationToken)
    {
        var key = SigningRequest.Read(signingRequest, out var fault);
        if (key is null)
        {
            return new EnrollmentOutcome.UnfitRequest(fault);
        }

        var now = time.GetUtcNow();
        var hash = Hash(secret);
        var keyHash = SHA256.HashData(key.ExportSubjectPublicKeyInfo());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var mine = db.EnrollmentTokens.Where(token => token.SecretHash == hash && token.HostName == hostName && token.ExpiresAt > now);
        var spent = await mine.Where(token => token.SpentAt == null || token.SpentKey == keyHash)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.SpentAt, now).SetProperty(token => token.SpentKey, keyHash), cancellationToken);
        var token = await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (token is null)
        {
            return new EnrollmentOutcome.UnknownToken();
        }

        if (spent == 0)
        {
            return new EnrollmentOutcome.SpentToken();
        }

        var certificate = Issue(db, key, token.HostId, now);
        db.Add(Entry(now, "agent:" + hostName, JournalKinds.HostEnrolled, token.HostId,
            $"{hostName} enrolled with the token of {token.CreatedBy}; certificate {certificate.SerialNumber}."));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new EnrollmentOutcome.Issued(certificate, token.HostId);
    }

    /// <summary>A certificate for a certificate that still holds.</summary>
    public async Task<EnrollmentOutcome> RenewAsync(AgentPrincipal agent, byte[] signingRequest, CancellationToken cancellationToken)
    {
        var key = SigningRequest.Read(signingRequest, out var fault);
        if (key is null)
        {
            return new EnrollmentOutcome.UnfitRequest(fault);
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The lock puts renewal and revocation one after the other: no revoked Host slips out with a new certificate.
        var old = await db.IssuedCertificates
            .FromSql($"SELECT * FROM issued_certificates WHERE serial = {agent.Serial} FOR UPDATE").AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (old is null || old.RevokedAt is not null)
        {
            return new EnrollmentOutcome.RevokedCertificate();
        }

        var certificate = Issue(db, key, agent.HostId, now);
        db.Add(Entry(now, $"agent:{agent.HostId}", JournalKinds.CertificateIssued, agent.HostId,
            $"Certificate {agent.Serial} was renewed as {certificate.SerialNumber}."));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new EnrollmentOutcome.Issued(certificate, agent.HostId);
    }

    /// <summary>Ends every certificate and every open token of a Host.</summary>
    public async Task RevokeAsync(Guid hostId, string hostName, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var count = await db.IssuedCertificates.Where(certificate => certificate.HostId == hostId && certificate.RevokedAt == null && certificate.NotAfter > now)
            .ExecuteUpdateAsync(set => set.SetProperty(certificate => certificate.RevokedAt, now), cancellationToken);
        await db.EnrollmentTokens.Where(token => token.HostId == hostId && token.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, now), cancellationToken);
        db.Add(Entry(now, actor, JournalKinds.CertificateRevoked, hostId, $"{actor} revoked {count} certificates of {hostName}."));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
