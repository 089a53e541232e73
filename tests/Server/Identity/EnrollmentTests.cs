using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Support;

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
    public async Task EnrollAsync_SameKeyAgainAfterItsCertificateWasUsed_IsSpent()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await SecretAsync(stage);
        var request = IdentityStage.NewRequest();
        var issued = Assert.IsInstanceOfType<EnrollmentOutcome.Issued>(await stage.Enrollment.EnrollAsync(secret, request, "gpu-1", test.CancellationToken));
        await stage.Get<Lineages>().AdmitAsync(new AgentPrincipal(HostId, issued.Certificate.SerialNumber), test.CancellationToken);

        Assert.IsInstanceOfType<EnrollmentOutcome.SpentToken>(await stage.Enrollment.EnrollAsync(secret, request, "gpu-1", test.CancellationToken));
    }

    [TestMethod]
    [DataRow(true, DisplayName = "the Host is revoked")]
    [DataRow(false, DisplayName = "the token is withdrawn")]
    public async Task EnrollAsync_WaitsForWhoEndsTheToken_GetsNoCertificate(bool revoked)
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await SecretAsync(stage);
        await using var db = stage.Database.Contexts.CreateDbContext();
        await using var first = await db.Database.BeginTransactionAsync(test.CancellationToken);
        await Lineages.LockAsync(db, HostId, test.CancellationToken);
        var enrolling = stage.Enrollment.EnrollAsync(secret, IdentityStage.NewRequest(), "gpu-1", test.CancellationToken);
        await Until.Async("the enrollment waits for the Host's row", _ => WaitingAsync(stage), waiting => waiting == 1, test.CancellationToken);
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await (revoked
            ? Enrollment.RevokeAsync(db, (HostId, "gpu-1"), "person:ada", stage.Time.GetUtcNow(), test.CancellationToken)
            : db.EnrollmentTokens.ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, stage.Time.GetUtcNow()), test.CancellationToken));
        await first.CommitAsync(test.CancellationToken);

        Assert.IsInstanceOfType<EnrollmentOutcome.UnknownToken>(await enrolling);
        Assert.AreEqual(0, await db.IssuedCertificates.CountAsync(test.CancellationToken));
    }

    [TestMethod]
    public async Task EnrollAsync_RevokedByAReplicaWhoseClockIsAhead_GetsNoCertificate()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var secret = await SecretAsync(stage);
        var ahead = IdentityStage.Replica(stage.Database, stage.PassphraseFile);
        ahead.Time.SetUtcNow(stage.Time.GetUtcNow() + TimeSpan.FromSeconds(10));
        await ahead.Enrollment.RevokeAsync(HostId, "gpu-1", "person:ada", test.CancellationToken);

        Assert.IsInstanceOfType<EnrollmentOutcome.UnknownToken>(
            await stage.Enrollment.EnrollAsync(secret, IdentityStage.NewRequest(), "gpu-1", test.CancellationToken));
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

    private static async Task<int> WaitingAsync(IdentityStage stage)
    {
        await using var db = stage.Database.Contexts.CreateDbContext();
        return await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").SingleAsync();
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
