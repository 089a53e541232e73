using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SovereignFleet.Server.Identity.Agents;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class CertificateAuthorityTests(TestContext test)
{
    [TestMethod]
    public async Task OpenAsync_SecondReplicaWithThePassphrase_HasTheSameAuthority()
    {
        await using var first = await IdentityStage.CreateAsync(test.CancellationToken);
        var second = IdentityStage.Replica(first.Database, first.PassphraseFile);
        await second.Authority.OpenAsync(test.CancellationToken);
        Assert.AreEqual(first.Authority.Fingerprint, second.Authority.Fingerprint);
    }

    [TestMethod]
    public async Task OpenAsync_ReplicaWithoutThePassphrase_SaysWhatToDoAndMakesNone()
    {
        await using var first = await IdentityStage.CreateAsync(test.CancellationToken);
        var second = IdentityStage.Replica(first.Database, passphraseFile: null);
        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => second.Authority.OpenAsync(test.CancellationToken));
        Assert.Contains("Copy it from the first replica", error.Message);
        Assert.IsFalse(File.Exists(second.PassphraseFile));
    }

    [TestMethod]
    public async Task OpenAsync_WrongPassphrase_SaysSo()
    {
        await using var first = await IdentityStage.CreateAsync(test.CancellationToken);
        var second = IdentityStage.Replica(first.Database, passphraseFile: null);
        await File.WriteAllTextAsync(second.PassphraseFile, "another", test.CancellationToken);
        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => second.Authority.OpenAsync(test.CancellationToken));
        Assert.Contains("does not open", error.Message);
    }

    [TestMethod]
    public async Task IssueAgent_IsTrustedForADayAndNamesTheHostOnly()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var certificate = Issue(stage, Guid.NewGuid());
        var certificates = stage.Get<AgentCertificates>();
        Assert.IsTrue(certificates.IsTrusted(certificate));
        stage.Time.Advance(TimeSpan.FromHours(24));
        Assert.IsFalse(certificates.IsTrusted(certificate));
    }

    [TestMethod]
    public async Task IsTrusted_ServerCertificateOrOtherAuthority_IsRefused()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        await using var other = await IdentityStage.CreateAsync(test.CancellationToken);
        var certificates = stage.Get<AgentCertificates>();
        Assert.IsFalse(certificates.IsTrusted(stage.Authority.IssueServer(["localhost"])), "A server's certificate is no agent's.");
        Assert.IsFalse(certificates.IsTrusted(Issue(other, Guid.NewGuid())), "Another fleet's agent is none of ours.");
    }

    [TestMethod]
    public async Task PassphraseFile_IsForTheServersUserOnly()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stage.PassphraseFile));
    }

    private static X509Certificate2 Issue(IdentityStage stage, Guid hostId)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return stage.Authority.IssueAgent(new PublicKey(key), hostId);
    }
}
