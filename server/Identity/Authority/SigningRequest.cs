using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>Judges what an agent asks to have signed. Names in it are ignored: the certificate is made from the token or the certificate that
/// the agent showed. A request to become a CA is no mistake and is refused.</summary>
internal static class SigningRequest
{
    private const int SmallestKey = 256;
    private const int LargestRequest = 8192;

    /// <returns>The key to certify; null with the reason why the request is unfit.</returns>
    public static PublicKey? Read(byte[] der, out string fault)
    {
        fault = "";
        if (der.Length > LargestRequest)
        {
            return Unfit("it is larger than 8 KB.", out fault);
        }

        CertificateRequest request;
        try
        {
            // The load checks the request's own signature: who asks holds the key. Extensions are loaded to be judged, never copied.
            request = CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (CryptographicException error)
        {
            return Unfit($"it cannot be read: {error.Message}", out fault);
        }

        using var key = request.PublicKey.GetECDsaPublicKey();
        if (key is null || key.KeySize < SmallestKey)
        {
            return Unfit("its key is not ECDSA of P-256 or stronger.", out fault);
        }

        if (request.CertificateExtensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority))
        {
            return Unfit("it asks for the rights of a CA.", out fault);
        }

        return request.PublicKey;
    }

    private static PublicKey? Unfit(string why, out string fault)
    {
        fault = "The signing request is refused: " + why;
        return null;
    }
}
