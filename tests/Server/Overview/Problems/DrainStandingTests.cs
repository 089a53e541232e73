using Microsoft.Extensions.Options;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Overview.Problems;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work.Own;
using SovereignFleet.Server.Work.Reboot;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.ResetGpu;
using SovereignFleet.Server.Work.RestartUnit;

namespace SovereignFleet.Tests.Server.Overview.Problems;

[TestClass]
public sealed class DrainStandingTests
{
    [TestMethod]
    public void Action_OfEveryState_SaysWhatIsNextAndNotToDrain()
    {
        foreach (var state in Enum.GetValues<DrainState>())
        {
            var action = new DrainStanding(Of(state), null).Action;

            Assert.AreNotEqual("", action);
            Assert.DoesNotContain("Drain the", action);
        }
    }

    [TestMethod]
    public void IsByPerson_OfEachWork_IsWhatTheWorkSaysOfItself()
    {
        var time = TimeProvider.System;
        IWork[] works =
        [
            new RemoteHandsWork(new TicketOpener(new TicketFactsReader(new SiteWindows(), new DashboardOptions(), Options.Create(new LivenessOptions()), time), time), time),
            new OwnWork(), new RestartUnitWork(time), new ResetGpuWork(time), new RebootWork(time),
        ];

        foreach (var work in works)
        {
            Assert.AreEqual(work.IsByPerson, DrainStanding.IsByPerson(work.Kind), $"{work.Kind}");
        }
    }

    [TestMethod]
    [DataRow(nameof(WorkKind.RemoteHands), nameof(WorkStepState.Begun), true, false)]
    [DataRow(nameof(WorkKind.Reboot), nameof(WorkStepState.Begun), false, false)]
    [DataRow(nameof(WorkKind.Reboot), nameof(WorkStepState.Failed), true, true)]
    [DataRow(nameof(WorkKind.RemoteHands), nameof(WorkStepState.Planned), false, false)]
    public void TakesWord_OfAWorkAtHand_WhereAPersonsWordCounts(string kind, string state, bool takesWord, bool failed)
    {
        var standing = new DrainStanding(Of(DrainState.Working), new WorkStep { DrainId = Guid.NewGuid(), Ordinal = 1, Kind = Enum.Parse<WorkKind>(kind), State = Enum.Parse<WorkStepState>(state) });

        Assert.AreEqual(takesWord, standing.TakesWord);
        Assert.AreEqual(failed, standing.HasFailedWork);
    }

    private static Drain Of(DrainState state) => new()
    {
        Id = Guid.NewGuid(),
        HostId = Guid.NewGuid(),
        PoolId = "llm",
        SiteId = "yul1",
        State = state,
        Reason = "GPU 3 is lost.",
        ProposedBy = "person:ada",
        Cause = default,
        ProposedAt = DateTimeOffset.UnixEpoch,
    };
}
