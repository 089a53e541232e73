using System.Security.Cryptography;
using System.Text;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>A one-time token as a person pastes it: `sf1.SECRET.FINGERPRINT`, where FINGERPRINT is the SHA-256 of the CA's
/// certificate (DER) in lower-case hexadecimal.</summary>
internal sealed record EnrollmentToken(string Secret, string Fingerprint)
{
    /// <summary>Null where the text has not the form of a token.</summary>
    public static EnrollmentToken? Parse(string text) => text.Trim().Split('.') switch
    {
        ["sf1", { Length: > 0 } secret, { Length: 64 } fingerprint] when fingerprint.All(char.IsAsciiHexDigit) => new(secret, fingerprint.ToLowerInvariant()),
        _ => null,
    };

    /// <summary>Tells a new token from a spent one without keeping either.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    public bool Vouches(byte[] authority) => Convert.ToHexStringLower(SHA256.HashData(authority)) == Fingerprint;

    public override string ToString() => "EnrollmentToken (not shown)";
}
