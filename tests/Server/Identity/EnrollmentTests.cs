using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class EnrollmentTests(TestContext test)
{
    private static readonly Guid HostId = Guid.NewGuid();

    [TestMethod]
    public async Task EnrollAsync_GoodToken_GivesACertificateThatNamesTheHost()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var issued = await EnrollAsync(stage);
        await stage.Get<Revocations>().ReadAsync(test.CancellationToken);
        Assert.AreEqual(new AgentPrincipal(HostId, issued.SerialNumber), Authenticate(stage, issued));
    }

    [TestMethod]
    public async Task EnrollAsync_ManyCallersWithOneToken_ExactlyOneWins()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await SecretAsync(stage);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            stage.Enrollment.EnrollAsync(secret, IdentityStage.NewRequest(), "gpu-1", test.CancellationToken)));
        Assert.AreEqual(1, outcomes.Count(outcome => outcome is EnrollmentOutcome.Issued));
        Assert.AreEqual(11, outcomes.Count(outcome => outcome is EnrollmentOutcome.SpentToken));
    }

    [TestMethod]
    public async Task EnrollAsync_SameKeyAgainAfterALostAnswer_IsIssuedAgain()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await SecretAsync(stage);
        var request = IdentityStage.NewRequest();
        await stage.Enrollment.EnrollAsync(secret, request, "gpu-1", test.CancellationToken);
        Assert.IsInstanceOfType<EnrollmentOutcome.Issued>(await stage.Enrollment.EnrollAsync(secret, request, "gpu-1", test.CancellationToken));
    }

    [TestMethod]
    public async Task EnrollAsync_OtherHostOrExpiredOrUnknown_IsUnknown()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await SecretAsync(stage);
        Assert.IsInstanceOfType<EnrollmentOutcome.UnknownToken>(await stage.Enrollment.EnrollAsync(secret, IdentityStage.NewRequest(), "gpu-2", test.CancellationToken));
        Assert.IsInstanceOfType<EnrollmentOutcome.UnknownToken>(await stage.Enrollment.EnrollAsync("guess", IdentityStage.NewRequest(), "gpu-1", test.CancellationToken));
        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsInstanceOfType<EnrollmentOutcome.UnknownToken>(await stage.Enrollment.EnrollAsync(secret, IdentityStage.NewRequest(), "gpu-1", test.CancellationToken));
    }

    [TestMethod]
    public async Task EnrollAsync_UnfitRequestWithoutAToken_IsNotEvenRead()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        Assert.IsInstanceOfType<EnrollmentOutcome.UnknownToken>(await stage.Enrollment.EnrollAsync("guess", [1, 2, 3], "gpu-1", test.CancellationToken));
        var secret = await SecretAsync(stage);
        Assert.IsInstanceOfType<EnrollmentOutcome.UnfitRequest>(await stage.Enrollment.EnrollAsync(secret, [1, 2, 3], "gpu-1", test.CancellationToken));
        Assert.IsInstanceOfType<EnrollmentOutcome.Issued>(
            await stage.Enrollment.EnrollAsync(secret, IdentityStage.NewRequest(), "gpu-1", test.CancellationToken), "What is unfit spends no token.");
    }

    [TestMethod]
    public async Task RevokeAsync_EndsTheCertificateAndItsRenewal()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var issued = await EnrollAsync(stage);
        await stage.Enrollment.RevokeAsync(HostId, "gpu-1", "person:ada", test.CancellationToken);
        await stage.Get<Revocations>().ReadAsync(test.CancellationToken);
        Assert.IsNull(Authenticate(stage, issued));
        Assert.IsTrue(stage.Get<AgentCertificates>().IsRevoked(issued.SerialNumber));
        Assert.IsInstanceOfType<EnrollmentOutcome.RevokedCertificate>(await stage.Enrollment.RenewAsync(
            new AgentPrincipal(HostId, issued.SerialNumber), IdentityStage.NewRequest(), test.CancellationToken));
    }

    [TestMethod]
    public async Task RenewAsync_OldAndNewBothHold()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var old = await EnrollAsync(stage);
        var renewed = (EnrollmentOutcome.Issued)await stage.Enrollment.RenewAsync(
            new AgentPrincipal(HostId, old.SerialNumber), IdentityStage.NewRequest(), test.CancellationToken);
        await stage.Get<Revocations>().ReadAsync(test.CancellationToken);
        Assert.IsNotNull(Authenticate(stage, old));
        Assert.IsNotNull(Authenticate(stage, renewed.Certificate));
    }

    [TestMethod]
    public async Task IsRevoked_BeforeTheListWasRead_IsTrue()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        Assert.IsTrue(stage.Get<AgentCertificates>().IsRevoked("any"));
    }

    [TestMethod]
    public async Task CreateTokenAsync_KeepsNoSecretAndIsInTheJournal()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await SecretAsync(stage);
        await using var db = stage.Database.Contexts.CreateDbContext();
        Assert.AreEqual(32, (await db.EnrollmentTokens.SingleAsync(test.CancellationToken)).SecretHash.Length);
        var entry = await db.JournalEntries.SingleAsync(test.CancellationToken);
        Assert.AreEqual(JournalKinds.TokenCreated, entry.Kind);
        Assert.DoesNotContain(secret, entry.Summary + entry.Data);
    }

    private static AgentPrincipal? Authenticate(IdentityStage stage, X509Certificate2 certificate)
    {
        var context = new DefaultHttpContext();
        context.Connection.ClientCertificate = certificate;
        return stage.Get<AgentCertificates>().Authenticate(context);
    }

    private async Task<X509Certificate2> EnrollAsync(IdentityStage stage) =>
        ((EnrollmentOutcome.Issued)await stage.Enrollment.EnrollAsync(
            await SecretAsync(stage), IdentityStage.NewRequest(), "gpu-1", test.CancellationToken)).Certificate;

    private async Task<string> SecretAsync(IdentityStage stage)
    {
        var (token, _) = await stage.Enrollment.CreateTokenAsync(HostId, "gpu-1", TimeSpan.FromMinutes(60), "person:ada", test.CancellationToken);
        var parts = token.Split('.');
        Assert.AreEqual("sf1", parts[0]);
        Assert.AreEqual(stage.Authority.Fingerprint, parts[2]);
        return parts[1];
    }
}
