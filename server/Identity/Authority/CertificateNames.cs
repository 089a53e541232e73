using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SovereignFleet.Server.Identity.Authority;

/// <summary>The names in a certificate's subjectAltName.</summary>
internal static class CertificateNames
{
    private const string AlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    /// <summary>The framework reads names of machines and addresses, and no URIs.</summary>
    public static IEnumerable<string> Uris(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value == AlternativeNames))
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(UriTag))
                {
                    yield return names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag);
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }
    }

    /// <summary>Names of machines, and addresses.</summary>
    public static IEnumerable<string> Hosts(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
}
