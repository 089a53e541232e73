using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>The identity on disk. Key (PKCS #8) and certificate are one file, so that no crash leaves one without the other.</summary>
internal sealed class IdentityStore(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string identityPath = Path.Combine(folder, "identity.pem");
    private readonly string authorityPath = Path.Combine(folder, "authority.pem");
    private readonly string pendingKeyPath = Path.Combine(folder, "enrolling.pem");
    private readonly string tokenPath = Path.Combine(folder, "enrolled-with");

    /// <summary>Null where the Host is not enrolled.</summary>
    public AgentIdentity? Load()
    {
        if (!File.Exists(identityPath) || !File.Exists(authorityPath))
        {
            return null;
        }

        var pem = File.ReadAllText(identityPath);
        return new AgentIdentity(X509Certificate2.CreateFromPem(pem, pem), X509Certificate2.CreateFromPem(File.ReadAllText(authorityPath)));
    }

    /// <summary>The key to enroll with, on disk before the token is shown: the server gives a spent token's certificate again to
    /// this key alone, so that neither a lost answer nor a full disk spends a token for nothing.</summary>
    public ECDsa PendingKey()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(pendingKeyPath))
        {
            key.ImportFromPem(File.ReadAllText(pendingKeyPath));
            return key;
        }

        CreateFolder();
        Write(pendingKeyPath, key.ExportPkcs8PrivateKeyPem() + "\n");
        return key;
    }

    public AgentIdentity Save(ECDsa key, byte[] certificate, byte[] authority)
    {
        CreateFolder();
        var ownCertificate = X509CertificateLoader.LoadCertificate(certificate);
        var authorityCertificate = X509CertificateLoader.LoadCertificate(authority);
        Write(authorityPath, authorityCertificate.ExportCertificatePem() + "\n");
        Write(identityPath, key.ExportPkcs8PrivateKeyPem() + "\n" + ownCertificate.ExportCertificatePem() + "\n");
        return Load()!;
    }

    /// <summary>Whether the token is another one than the identity came from: then a person wants the Host enrolled anew.</summary>
    public bool IsNew(EnrollmentToken token) => !File.Exists(tokenPath) || File.ReadAllText(tokenPath).Trim() != token.Digest();

    public void Remember(EnrollmentToken token)
    {
        Write(tokenPath, token.Digest() + "\n");
        File.Delete(pendingKeyPath);
    }

    private void CreateFolder() => Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);

    private static void Write(string path, string text)
    {
        var next = path + ".new";
        File.Delete(next);
        using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        // The first use of a certificate ends the one before: a power cut must not bring that one back.
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
    }
}
