using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Holds;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>What the work on a Host explains is shown, and pages nobody.</summary>
[TestClass]
public sealed class RepairHoldTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [DataRow("gpu-lost", "Working", true)]
    [DataRow("gpu-lost", "Validating", true)]
    [DataRow("gpu-lost", "Draining", false)]
    [DataRow("gpu-lost", "Empty", false)]
    [DataRow("gpu-lost", "Returning", false)]
    [DataRow("gpu-lost", null, false)]
    [DataRow("agent-silent", "Working", true)]
    [DataRow("profile-gpus", "Working", true)]
    [DataRow("xid-79", "Working", true)]
    [DataRow("inference-down", "Working", true)]
    [DataRow("gpu-temperature", "Working", false)]
    [DataRow("power-brake", "Working", false)]
    [DataRow("hardware-slowdown", "Working", false)]
    [DataRow("bmc-sensor-critical", "Working", false)]
    [DataRow("bmc-log-fan-0x1.lower.", "Working", false)]
    [DataRow("host-duplicated", "Working", false)]
    [DataRow("gpu-claimed", "Working", false)]
    [DataRow("certificate-superseded", "Working", false)]
    public void Holds_OfACondition_IsWhatTheWorkExplains(string code, string? drain, bool held) =>
        Assert.AreEqual(held, RepairHold.Holds(code, drain is null ? null : Enum.Parse<DrainState>(drain)));

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task BringUpToDate_AGpuIsGoneWhileItIsSwapped_IsToldWhenTheWorkIsOverAndItStillFires(bool outlasts)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.RepairingAsync(database, new Balancers(), Token);
        using var post = new JsonPost();
        var ledger = stage.Ledger(new AlertChannels(new AlertsOptions { Webhooks = ["http://127.0.0.1:9/hook"] }, new DashboardOptions(), post, stage.Time));
        stage.Time.Advance(TimeSpan.FromMinutes(7));
        var lost = await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token, "gpu-lost");
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var held = await db.Alerts.AsNoTracking().SingleAsync(row => row.ConditionId == lost.Id, Token);
        Assert.AreEqual((await db.WorkSteps.MinAsync(step => step.BegunAt, Token), null), (held.HeldSince, held.EndedAt));
        var told = db.OutboxMessages.Where(row => row.Payload == held.Id.ToString());
        Assert.AreEqual(0, await told.CountAsync(Token));
        Assert.AreEqual(0, (await new AlertReader(database.Contexts, new DashboardOptions()).CurrentAsync(DateTimeOffset.MinValue, Token)).Count(alert => alert.Id == held.Id), "nor told again");

        if (!outlasts)
        {
            await db.Conditions.Where(row => row.Id == lost.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
            await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
        }

        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Closed), Token);
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);

        var after = await db.Alerts.AsNoTracking().SingleAsync(row => row.Id == held.Id, Token);
        Assert.AreEqual((outlasts, outlasts), (after.HeldSince is null, after.EndedAt is null));
        Assert.AreEqual(outlasts ? 1 : 0, await told.CountAsync(Token), "nobody is told of the end of what nobody was told of");
    }
}
