using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>The fleet's own CA. One for all replicas: its row is in the database, its passphrase in a file that an operator gives to each.</summary>
internal sealed class CertificateAuthority(
    IDbContextFactory<FleetDb> contexts, DataFolder folder, AuthorityOptions options, TimeProvider time) : IJournalSigner
{
    // OWASP's figure for PBKDF2 with SHA-256; paid once per start.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);
    private volatile X509Certificate2? certificate;

    private string PassphraseFile => options.PassphraseFile.Length > 0 ? options.PassphraseFile : folder.At("ca-passphrase");

    public bool IsOpen => certificate is not null;

    bool IJournalSigner.CanSign => IsOpen;

    /// <summary>With its private key.</summary>
    /// <exception cref="InvalidOperationException">The CA is not open yet.</exception>
    public X509Certificate2 Certificate => certificate ?? throw new InvalidOperationException("The CA is not open yet: the database is not ready.");

    /// <summary>Lower-case hexadecimal SHA-256 of the certificate: what an enrollment token carries.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Certificate.RawData));

    /// <summary>Loads the CA, or makes it where the fleet has none.</summary>
    /// <exception cref="InvalidOperationException">The passphrase is missing or another's; the message says what to do.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Replicas that start at once: the first makes the CA, the others find it.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Authority})", cancellationToken);
        var stored = await db.StoredAuthorities.SingleOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            if (!File.Exists(PassphraseFile))
            {
                PrivateFile.Write(PassphraseFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            }

            stored = Make(await ReadPassphraseAsync(cancellationToken));
            db.Add(stored);
            await db.SaveChangesAsync(cancellationToken);
        }

        certificate = Unlock(stored, await ReadPassphraseAsync(cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        await File.WriteAllTextAsync(folder.At("ca.pem"), Certificate.ExportCertificatePem() + "\n", cancellationToken);
    }

    public X509Certificate2 IssueAgent(PublicKey key, Guid hostId) => CertificateForge.Agent(Certificate, key, hostId, time.GetUtcNow());

    /// <summary>For our own listeners, with its private key.</summary>
    public X509Certificate2 IssueServer(IReadOnlyCollection<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = CertificateForge.Server(Certificate, new PublicKey(key), hosts, time.GetUtcNow());
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>For the dashboard, with its private key.</summary>
    public X509Certificate2 IssueDashboard(IReadOnlyCollection<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = CertificateForge.Dashboard(Certificate, new PublicKey(key), hosts, time.GetUtcNow());
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>Whether a certificate is of this CA, whatever its time.</summary>
    public bool HasIssued(X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(leaf);
    }

    /// <summary>ECDSA with SHA-256, DER: for what the server itself vouches for.</summary>
    public byte[] Sign(byte[] data)
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public bool Verify(byte[] data, byte[] signature)
    {
        using var key = Certificate.GetECDsaPublicKey()!;
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private StoredAuthority Make(string passphrase)
    {
        var now = time.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = CertificateForge.Authority(key, now);
        return new StoredAuthority
        {
            Id = 1,
            Certificate = made.RawData,
            EncryptedKey = key.ExportEncryptedPkcs8PrivateKey(passphrase, Encryption),
            CreatedAt = now,
        };
    }

    private static X509Certificate2 Unlock(StoredAuthority stored, string passphrase)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportEncryptedPkcs8PrivateKey(passphrase, stored.EncryptedKey, out _);
        }
        catch (CryptographicException)
        {
            throw new InvalidOperationException("The CA's key does not open: Identity:PassphraseFile is not the one that the CA was made with. Copy it from the first replica.");
        }

        using var bare = X509CertificateLoader.LoadCertificate(stored.Certificate);
        return bare.CopyWithPrivateKey(key);
    }

    private async Task<string> ReadPassphraseAsync(CancellationToken cancellationToken) =>
        File.Exists(PassphraseFile)
            ? (await File.ReadAllTextAsync(PassphraseFile, cancellationToken)).Trim()
            : throw new InvalidOperationException($"The fleet has a CA, but {PassphraseFile} (Identity:PassphraseFile) is missing here. Copy it from the first replica.");
}
