using System.Security.Cryptography.X509Certificates;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Tests.Server.Identity;

/// <summary>One certificate per Host is in use, and at most one waits to follow it.</summary>
[TestClass]
public sealed class LineageTests(TestContext test)
{
    private static readonly Guid HostId = Guid.NewGuid();

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task Renew_AnswerLost_IsAskedForAgainWithTheOldOneAndTheLostOneEnds()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var old = await EnrolledAsync(stage);
        await AssertAsync(stage, old, Standing.Holds);
        var lost = await RenewedAsync(stage, old);

        // The agent fell before it had saved what the server had committed, and begins again.
        await AssertAsync(stage, old, Standing.Holds);
        var kept = await RenewedAsync(stage, old);

        await AssertAsync(stage, lost, Standing.Superseded);
        await AssertAsync(stage, kept, Standing.Holds);
    }

    [TestMethod]
    public async Task Connect_WithTheNewOne_EndsTheOldOneForGood()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var old = await EnrolledAsync(stage);
        var renewed = await RenewedAsync(stage, old);
        await AssertAsync(stage, old, Standing.Holds);
        await AssertAsync(stage, renewed, Standing.Holds);

        await AssertAsync(stage, old, Standing.Superseded);
        Assert.IsInstanceOfType<EnrollmentOutcome.SupersededCertificate>(await RenewAsync(stage, old));
        await AssertAsync(stage, renewed, Standing.Holds);
    }

    [TestMethod]
    public async Task Renew_ByAThiefWhoNeverConnects_TheHostsOwnTryIsRefusedAndSeen()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var both = await EnrolledAsync(stage);
        await AssertAsync(stage, both, Standing.Holds);
        var stolen = await RenewedAsync(stage, both);
        await RenewedAsync(stage, stolen);

        Assert.IsInstanceOfType<EnrollmentOutcome.SupersededCertificate>(await RenewAsync(stage, both));
        await AssertAsync(stage, both, Standing.Superseded);
    }

    [TestMethod]
    public async Task Renew_ByAThiefAfterTheHost_IsRefusedAndSeen()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var both = await EnrolledAsync(stage);
        await AssertAsync(stage, await RenewedAsync(stage, both), Standing.Holds);

        Assert.IsInstanceOfType<EnrollmentOutcome.SupersededCertificate>(await RenewAsync(stage, both));
    }

    [TestMethod]
    public async Task Enroll_Anew_EndsTheCertificatesOfBefore()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var before = await EnrolledAsync(stage);
        await AssertAsync(stage, before, Standing.Holds);
        var anew = await EnrolledAsync(stage);

        await AssertAsync(stage, before, Standing.Superseded);
        await AssertAsync(stage, anew, Standing.Holds);
    }

    [TestMethod]
    public async Task Renew_TooOften_IsRefusedForAnHourAndThePresentOneHolds()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var present = await EnrolledAsync(stage);
        for (var issued = 1; issued < Enrollment.MostRenewals; issued++)
        {
            await RenewedAsync(stage, present);
        }

        Assert.IsInstanceOfType<EnrollmentOutcome.TooManyRenewals>(await RenewAsync(stage, present));
        await AssertAsync(stage, present, Standing.Holds);
        stage.Time.Advance(Enrollment.RenewalSpan);
        await RenewedAsync(stage, present);
    }

    [TestMethod]
    public async Task Renew_RefusedForItsRequest_WasAUseAllTheSame()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var both = await EnrolledAsync(stage);
        var stolen = await RenewedAsync(stage, both);

        Assert.IsInstanceOfType<EnrollmentOutcome.UnfitRequest>(await stage.Enrollment.RenewAsync(new AgentPrincipal(HostId, stolen.SerialNumber), [1], Token));

        await AssertAsync(stage, both, Standing.Superseded);
    }

    [TestMethod]
    public async Task Revoke_OnAnotherReplica_HoldsHereBeforeTheListIsRead()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var old = await EnrolledAsync(stage);
        var waiting = await RenewedAsync(stage, old);
        await stage.Get<Revocations>().ReadAsync(Token);
        var other = IdentityStage.Replica(stage.Database, stage.PassphraseFile);
        await other.Authority.OpenAsync(Token);

        await other.Enrollment.RevokeAsync(HostId, "gpu-1", "person:ada", Token);

        Assert.IsFalse(stage.Get<AgentCertificates>().IsRevoked(old.SerialNumber), "The list of this replica is that of before.");
        await AssertAsync(stage, old, Standing.Revoked);
        await AssertAsync(stage, waiting, Standing.Revoked);
        Assert.IsInstanceOfType<EnrollmentOutcome.RevokedCertificate>(await RenewAsync(stage, waiting));
        await AssertAsync(stage, await EnrolledAsync(stage), Standing.Holds);
    }

    [TestMethod]
    public async Task Admit_OneThatARestoredDatabaseDoesNotKnow_IsRefusedForADayAfterARevocationAlone()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var unknown = new AgentPrincipal(HostId, "4711");
        Assert.AreEqual(Standing.Unknown, await stage.Get<Lineages>().AdmitAsync(unknown, Token));
        Assert.IsInstanceOfType<EnrollmentOutcome.RevokedCertificate>(await stage.Enrollment.RenewAsync(unknown, IdentityStage.NewRequest(), Token));

        await stage.Enrollment.RevokeAsync(HostId, "gpu-1", "person:ada", Token);
        Assert.AreEqual(Standing.Revoked, await stage.Get<Lineages>().AdmitAsync(unknown, Token));
        stage.Time.Advance(TimeSpan.FromHours(24));
        Assert.AreEqual(Standing.Unknown, await stage.Get<Lineages>().AdmitAsync(unknown, Token), "What the revocation was for has ended.");
    }

    [TestMethod]
    public async Task WhyEnded_OfAnOpenStreamsCertificate_TellsSupersededFromRevoked()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        var old = await EnrolledAsync(stage);
        await stage.Get<Revocations>().ReadAsync(Token);
        Assert.IsNull(stage.Get<AgentCertificates>().WhyEnded(old.SerialNumber));

        await AssertAsync(stage, await RenewedAsync(stage, old), Standing.Holds);
        stage.Time.Advance(TimeSpan.FromMinutes(30));
        await stage.Get<Revocations>().ReadAsync(Token);
        Assert.AreEqual("another certificate of this Host was taken into use", stage.Get<AgentCertificates>().WhyEnded(old.SerialNumber), "Also where the list was not read for long.");

        await stage.Enrollment.RevokeAsync(HostId, "gpu-1", "person:ada", Token);
        await stage.Get<Revocations>().ReadAsync(Token);
        Assert.AreEqual("the certificate was revoked", stage.Get<AgentCertificates>().WhyEnded(old.SerialNumber));
    }

    private async Task AssertAsync(IdentityStage stage, X509Certificate2 certificate, Standing expected) =>
        Assert.AreEqual(expected, await stage.Get<Lineages>().AdmitAsync(new AgentPrincipal(HostId, certificate.SerialNumber), Token));

    private Task<EnrollmentOutcome> RenewAsync(IdentityStage stage, X509Certificate2 certificate) =>
        stage.Enrollment.RenewAsync(new AgentPrincipal(HostId, certificate.SerialNumber), IdentityStage.NewRequest(), Token);

    private async Task<X509Certificate2> RenewedAsync(IdentityStage stage, X509Certificate2 certificate) =>
        Assert.IsInstanceOfType<EnrollmentOutcome.Issued>(await RenewAsync(stage, certificate)).Certificate;

    private Task<X509Certificate2> EnrolledAsync(IdentityStage stage) => stage.EnrolledAsync(HostId, Token);
}
