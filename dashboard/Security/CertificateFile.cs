using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Dashboard.Security;

/// <summary>A certificate and its key in PEM files, read anew when they change: whoever renews them need not restart the dashboard.</summary>
/// <param name="key">The key's file; the same as the certificate's where both lie in one.</param>
internal sealed class CertificateFile(string certificate, string key)
{
    private readonly Lock gate = new();
    private (DateTime Certificate, DateTime Key) read;
    private X509Certificate2? current;

    public string Path => certificate;

    /// <summary>Null: there is none, or it cannot be read. One that could be read before stays: half a renewal must not end what worked.</summary>
    public X509Certificate2? Current
    {
        get
        {
            lock (gate)
            {
                var written = (File.GetLastWriteTimeUtc(certificate), File.GetLastWriteTimeUtc(key));
                if (written != read && TryRead() is { } fresh)
                {
                    // The one before is not disposed: a handshake may be using it.
                    (current, read) = (fresh, written);
                }

                return current;
            }
        }
    }

    private X509Certificate2? TryRead()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
