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
