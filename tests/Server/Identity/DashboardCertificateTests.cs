using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class DashboardCertificateTests(TestContext test)
{
    [TestMethod]
    public async Task RenewWhenDueAsync_FirstStart_WritesAKeyThatOnlyTheServersUserReads()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var file = await RenewAsync(stage);

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var made = X509Certificate2.CreateFromPemFile(file, file);
        Assert.IsTrue(made.HasPrivateKey);
        Assert.IsTrue(DashboardPrincipal.Is(made));
        Assert.Contains("localhost", CertificateNames.Hosts(made).ToArray());
        Assert.IsTrue(stage.Get<AgentCertificates>().IsTrusted(made));
        await using var db = stage.Database.Contexts.CreateDbContext();
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Summary.Contains(made.SerialNumber), test.CancellationToken));
    }

    [TestMethod]
    public async Task RenewWhenDueAsync_InTheFirstHalfOfItsLife_LeavesItAloneAndThenMakesAnother()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        var first = await File.ReadAllTextAsync(await RenewAsync(stage), test.CancellationToken);
        stage.Time.Advance(CertificateForge.DashboardLife / 2 - TimeSpan.FromDays(1));
        Assert.AreEqual(first, await File.ReadAllTextAsync(await RenewAsync(stage), test.CancellationToken));
        stage.Time.Advance(TimeSpan.FromDays(2));
        Assert.AreNotEqual(first, await File.ReadAllTextAsync(await RenewAsync(stage), test.CancellationToken));
    }

    [TestMethod]
    public async Task Agent_ItsCertificate_IsNoDashboards()
    {
        await using var stage = await IdentityStage.CreateAsync(test.CancellationToken);
        using var agent = await stage.EnrolledAsync(Guid.NewGuid(), test.CancellationToken);
        Assert.IsFalse(DashboardPrincipal.Is(agent));
        Assert.IsFalse(DashboardPrincipal.Is(null));
    }

    private async Task<string> RenewAsync(IdentityStage stage)
    {
        await stage.Get<DashboardCertificate>().RenewWhenDueAsync(test.CancellationToken);
        return Path.Combine(stage.Folder, DashboardCertificate.FileName);
    }
}
