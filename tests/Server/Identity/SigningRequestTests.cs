using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class SigningRequestTests
{
    [TestMethod]
    public void Read_P256_GivesTheKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        Assert.IsNotNull(SigningRequest.Read(der, out var fault));
        Assert.AreEqual("", fault);
    }

    [TestMethod]
    public void Read_P384_GivesTheKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.IsNotNull(SigningRequest.Read(new CertificateRequest("CN=any", key, HashAlgorithmName.SHA384).CreateSigningRequest(), out _));
    }

    [TestMethod]
    [DataRow("1.3.132.0.35")] // P-521
    [DataRow("1.3.36.3.3.2.8.1.1.7")] // brainpoolP256r1
    public void Read_OtherCurve_IsRefused(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        AssertRefused(new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256).CreateSigningRequest(), "not ECDSA of P-256 or P-384");
    }

    /// <summary>The same curve as P-256, told by its numbers: whoever makes up the numbers makes up a curve.</summary>
    [TestMethod]
    public void Read_CurveThatIsSpeltOut_IsRefused()
    {
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(named.ExportExplicitParameters(includePrivateParameters: true));
        var request = new CertificateRequest(new X500DistinguishedName("CN=any"), new PublicKey(key), HashAlgorithmName.SHA256);
        AssertRefused(request.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(key)), "not ECDSA of P-256 or P-384");
    }

    [TestMethod]
    public void Read_SignedWithAWeakerHash_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        // ecdsa-with-SHA256 is 1.2.840.10045.4.3.2; one less is SHA-224.
        byte[] sha256 = [0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
        der[der.AsSpan().IndexOf(sha256) + sha256.Length - 1] = 0x01;
        AssertRefused(der, "not signed by ECDSA with SHA-256 or stronger");
    }

    [TestMethod]
    public void Read_Rsa_IsRefused()
    {
        using var key = RSA.Create(2048);
        var der = new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
        AssertRefused(der, "not ECDSA of P-256");
    }

    [TestMethod]
    public void Read_CertificateAuthority_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        AssertRefused(request.CreateSigningRequest(), "rights of a CA");
    }

    [TestMethod]
    public void Read_SignatureOfAnotherKey_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = new CertificateRequest("CN=any", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        der[^1] ^= 1;
        AssertRefused(der, "cannot be read");
    }

    [TestMethod]
    public void Read_Garbage_IsRefused()
    {
        AssertRefused([], "cannot be read");
        AssertRefused([1, 2, 3], "cannot be read");
        AssertRefused(new byte[9000], "larger than 8 KB");
    }

    private static void AssertRefused(byte[] der, string why)
    {
        Assert.IsNull(SigningRequest.Read(der, out var fault));
        Assert.Contains(why, fault);
    }
}
