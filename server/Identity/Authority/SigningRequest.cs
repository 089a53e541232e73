using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>Judges what an agent asks to have signed. Names in it are ignored: the certificate is made from the token or the certificate that
/// the agent showed. A request to become a CA is no mistake and is refused.</summary>
internal static class SigningRequest
{
    private const int LargestRequest = 8192;
    private const string EllipticCurveKey = "1.2.840.10045.2.1";

    /// <summary>P-256 and P-384, by name: a curve that is spelt out in the request is not looked at.</summary>
    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34"];

    /// <summary>ECDSA with SHA-256, SHA-384 and SHA-512.</summary>
    private static readonly string[] Signatures = ["1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"];

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
            // What kind of key it is comes first: no other kind is calculated with. Extensions are loaded to be judged, never copied.
            request = CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            if (!IsAllowed(request.PublicKey))
            {
                return Unfit("its key is not ECDSA of P-256 or P-384.", out fault);
            }

            if (!Signatures.Contains(SignatureOf(der)))
            {
                return Unfit("it is not signed by ECDSA with SHA-256 or stronger.", out fault);
            }

            // The request's own signature: who asks holds the key.
            CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException or ArgumentException)
        {
            return Unfit($"it cannot be read: {error.Message}", out fault);
        }

        if (request.CertificateExtensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority))
        {
            return Unfit("it asks for the rights of a CA.", out fault);
        }

        return request.PublicKey;
    }

    private static bool IsAllowed(PublicKey key)
    {
        if (key.Oid.Value != EllipticCurveKey || key.EncodedParameters?.RawData is not { Length: > 0 } parameters)
        {
            return false;
        }

        var curve = new AsnReader(parameters, AsnEncodingRules.DER);
        return curve.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) && Curves.Contains(curve.ReadObjectIdentifier());
    }

    // CertificationRequest ::= SEQUENCE { info, signatureAlgorithm SEQUENCE { algorithm, ... }, signature }
    private static string SignatureOf(byte[] der)
    {
        var request = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        request.ReadEncodedValue();
        return request.ReadSequence().ReadObjectIdentifier();
    }

    private static PublicKey? Unfit(string why, out string fault)
    {
        fault = "The signing request is refused: " + why;
        return null;
    }
}
