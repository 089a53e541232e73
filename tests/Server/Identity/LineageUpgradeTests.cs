using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Identity;

/// <summary>Certificates that a version without lineages issued, beside it or before it.</summary>
[TestClass]
public sealed class LineageUpgradeTests(TestContext test)
{
    private static readonly (Guid One, Guid Two, Guid Revoked) Hosts = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task Certificates_OfBefore_HoldAndTheFirstThatIsUsedIsTheHosts()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Token);
        await using var db = database.Contexts.CreateDbContext();
        await db.GetService<IMigrator>().MigrateAsync("20261128221525_WorkBootBefore", Token);
        await IssueAsBeforeAsync(db, "AA", Hosts.One, revoked: false);
        await IssueAsBeforeAsync(db, "B1", Hosts.Two, revoked: false);
        await IssueAsBeforeAsync(db, "B2", Hosts.Two, revoked: false);
        await IssueAsBeforeAsync(db, "CC", Hosts.Revoked, revoked: true);

        await new Schema(database.Contexts, database.DataSource).ApplyAsync(Token);

        var stage = IdentityStage.Replica(database, passphraseFile: null);
        await stage.Authority.OpenAsync(Token);
        Assert.IsInstanceOfType<EnrollmentOutcome.Issued>(
            await stage.Enrollment.RenewAsync(new AgentPrincipal(Hosts.One, "AA"), IdentityStage.NewRequest(), Token));
        await AssertAsync(stage, Hosts.One, "AA", Standing.Holds);
        await AssertAsync(stage, Hosts.Two, "B2", Standing.Holds);
        await AssertAsync(stage, Hosts.Two, "B1", Standing.Superseded);
        await AssertAsync(stage, Hosts.Two, "B2", Standing.Holds);
        await AssertAsync(stage, Hosts.Revoked, "CC", Standing.Revoked);
    }

    [TestMethod]
    public async Task Certificates_ThatAReplicaOfBeforeIssuesBesideThisOne_FollowTheOneInUse()
    {
        await using var stage = await IdentityStage.CreateAsync(Token);
        await using var db = stage.Database.Contexts.CreateDbContext();
        var first = await stage.EnrolledAsync(Hosts.One, Token);
        await AssertAsync(stage, Hosts.One, first.SerialNumber, Standing.Holds);
        await IssueAsBeforeAsync(db, "D1", Hosts.One, revoked: false);

        await AssertAsync(stage, Hosts.One, first.SerialNumber, Standing.Holds);
        await AssertAsync(stage, Hosts.One, "D1", Standing.Holds);
        await AssertAsync(stage, Hosts.One, first.SerialNumber, Standing.Superseded);

        await IssueAsBeforeAsync(db, "D2", Hosts.One, revoked: false);
        await stage.Enrollment.RevokeAsync(Hosts.One, "gpu-1", "person:ada", Token);
        await AssertAsync(stage, Hosts.One, "D2", Standing.Revoked);
    }

    private async Task AssertAsync(IdentityStage stage, Guid hostId, string serial, Standing expected) =>
        Assert.AreEqual(expected, await stage.Get<Lineages>().AdmitAsync(new AgentPrincipal(hostId, serial), Token));

    private Task<int> IssueAsBeforeAsync(FleetDb db, string serial, Guid hostId, bool revoked) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO issued_certificates (serial, host_id, issued_at, not_after, revoked_at)
        VALUES ({serial}, {hostId}, now(), now() + interval '1 day', CASE WHEN {revoked} THEN now() END)
        """, Token);
}
