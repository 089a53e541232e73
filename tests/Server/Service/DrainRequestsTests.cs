using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>Approving, vouching and lifting the brake are three things; each fits one state, and elsewhere says what does.</summary>
[TestClass]
public sealed class DrainRequestsTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [DataRow("Proposed", "risk", "approve", "approve or cancel it")]
    [DataRow("Overdue", "condition:1", "vouch", "vouch that its host is empty, or cancel it")]
    [DataRow("Blocked", "risk", "lift", "lift the limit on predicted drains, or cancel it")]
    [DataRow("Blocked", "condition:1", "", "wait for it, or cancel it")]
    [DataRow("Draining", "risk", "", "wait for it, or cancel it")]
    [DataRow("Working", "risk", "", "mark the work as done, or cancel it")]
    [DataRow("Closed", "risk", "", "it is over, and another can be proposed")]
    public async Task Requests_InEachState_OnlyTheFittingOneIsTaken(string state, string by, string fitting, string possible)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 4, 1, Token, automatic: false);
        var calls = new (string Name, Func<Guid, Task<DrainReply>> Ask)[]
        {
            ("approve", id => stage.Requests.ApproveAsync(id, "person:ada", Token)),
            ("vouch", id => stage.Requests.VouchAsync(id, "person:ada", Token)),
            ("lift", id => stage.Requests.LiftBrakeAsync(id, "person:ada", Token)),
        };
        foreach (var (name, ask) in calls)
        {
            var drain = await PutAsync(stage, Enum.Parse<DrainState>(state), by);
            var reply = await ask(drain.Id);
            if (name == fitting)
            {
                Assert.IsNull(reply.Refusal, name);
                Assert.AreEqual("person:ada", name == "approve" ? reply.Drain!.ApprovedBy : reply.Drain!.OverrideBy);
            }
            else
            {
                Assert.StartsWith($"the drain is {state}: ", reply.Refusal!);
                Assert.EndsWith("; " + possible, reply.Refusal!, name);
            }
        }
    }

    private async Task<Drain> PutAsync(DrainStage stage, DrainState state, string by)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Drains.ExecuteDeleteAsync(Token);
        var host = stage.Hosts[0];
        var now = stage.Time.GetUtcNow();
        var drain = new Drain
        {
            Id = Guid.NewGuid(),
            Cause = by == "risk" ? DrainCause.Prediction : DrainCause.Fault,
            HostId = host.Id,
            PoolId = DrainStage.PoolId,
            SiteId = DrainStage.SiteId,
            State = state,
            Reason = "GPU 3 lost data.",
            ProposedBy = by,
            ProposedAt = now,
            StateSince = now,
            WakeAt = now,
            ExpectedGpus = 8,
        };
        db.Add(drain);
        await db.SaveChangesAsync(Token);
        return drain;
    }
}
