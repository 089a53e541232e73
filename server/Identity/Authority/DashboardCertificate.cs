using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>Keeps <c>dashboard.pem</c> in the data folder: a key and the certificate of it, by which the dashboard is known to the server
/// and, where it listens with TLS and was given no other, to browsers.</summary>
internal sealed class DashboardCertificate(
    CertificateAuthority authority, AuthorityOptions options, ListenOptions places, DataFolder folder, IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    public const string FileName = "dashboard.pem";

    public async Task RenewWhenDueAsync(CancellationToken cancellationToken)
    {
        var names = Names();
        var file = folder.At(FileName);
        if (await HoldsAsync(file, names, cancellationToken))
        {
            return;
        }

        using var certificate = authority.IssueDashboard(names);
        using var key = certificate.GetECDsaPrivateKey()!;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new JournalEntry
        {
            At = time.GetUtcNow(),
            Actor = "system",
            Kind = JournalKinds.CertificateIssued,
            Summary = $"Certificate {certificate.SerialNumber} was made for the dashboard, for {string.Join(", ", names.Order(StringComparer.Ordinal))}.",
        });
        await db.SaveChangesAsync(cancellationToken);
        PrivateFile.Write(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>Whether what lies there is of this CA, for these names, and in the first half of its life.</summary>
    private async Task<bool> HoldsAsync(string file, HashSet<string> names, CancellationToken cancellationToken)
    {
        try
        {
            using var present = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(file, cancellationToken));
            return authority.HasIssued(present) && names.SetEquals(CertificateNames.Hosts(present))
                && time.GetUtcNow() < present.NotAfter.ToUniversalTime() - CertificateForge.DashboardLife / 2;
        }
        catch (Exception error) when (error is IOException or CryptographicException)
        {
            return false;
        }
    }

    // Not by itself a name that agents know the server by: whoever took the dashboard's key could pass for the server.
    private HashSet<string> Names()
    {
        var own = new[] { Environment.MachineName }.Except(places.Names, StringComparer.OrdinalIgnoreCase);
        return new HashSet<string>(["localhost", "127.0.0.1", .. own, .. options.DashboardNames], StringComparer.OrdinalIgnoreCase);
    }
}
