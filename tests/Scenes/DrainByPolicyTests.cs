using MimeKit;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>The main job, end to end, where the Pool's policy approves: from the memory error to the Host's return.</summary>
[TestClass]
public sealed class DrainByPolicyTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task GpuGoesBad_PolicyApproves_HostIsDrainedRepairedAndReturnedWithoutALostRequest()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var scene = await FleetScene.StartAsync(stage, new SceneSettings { AutomaticApproval = true }, cancellation);
        var story = new Story(scene);

        story.MemoryFails();
        story.DriverAsksForADrain();

        await AlertsReachThePagerAsync(story, cancellation);
        var drain = await story.DrainIsAsync(DrainState.Working, cancellation);
        await HostIsEmptyAsync(scene, drain, cancellation);
        await TicketIsOutAsync(scene, cancellation);
        await LightIsAsync(scene, on: true, cancellation);

        await story.HandsRepairAsync(cancellation);
        await story.MarkWorkDoneAsync(drain, cancellation);
        await story.DrainIsAsync(DrainState.Closed, cancellation);
        await story.ServesAgainAsync(cancellation);
        await LightIsAsync(scene, on: false, cancellation);
        await story.NothingWasLostAsync();
        await EverythingIsTidyAsync(scene, drain, cancellation);
        TestContext.WriteLine(scene.Load.ToString());
    }

    private static async Task AlertsReachThePagerAsync(Story story, CancellationToken cancellation)
    {
        var ecc = await story.PagedAsync("GpuEccUncorrectable", cancellation);
        Assert.AreEqual(story.GpuUuid, ecc.Labels["UUID"]);
        Assert.AreEqual("critical", ecc.Labels["severity"]);
        Assert.AreEqual(SceneInventory.Rack, ecc.Labels["rack"]);
        Assert.AreEqual(SceneInventory.Site, ecc.Labels["site"]);
        await story.PagedAsync("GpuXidFatal", cancellation);
        await story.PagedAsync("GpuRecoveryAction", cancellation);
    }

    private static async Task HostIsEmptyAsync(FleetScene scene, Drain drain, CancellationToken cancellation)
    {
        var state = await scene.Proxy.StateAsync(scene.Ill.Target, cancellation);
        // Not even the clients that it keeps to the server.
        Assert.AreEqual("MAINT", state.Status);
        Assert.AreEqual(0, state.Sessions);
        Assert.AreEqual(0, scene.Ill.Inference.InFlight);
        Assert.AreEqual("policy", drain.ApprovedBy);
        Assert.IsTrue(drain.Guard.Allowed, drain.Guard.Sentence);
        DrainState[] way =
        [
            DrainState.Proposed, DrainState.Approved, DrainState.Reserved, DrainState.Cordoned, DrainState.Draining,
            DrainState.Empty, DrainState.Working,
        ];
        CollectionAssert.AreEqual(way, drain.Steps.Select(step => step.State).ToArray());
    }

    private static async Task TicketIsOutAsync(FleetScene scene, CancellationToken cancellation)
    {
        await Until.TrueAsync("the ticket's mail", () => scene.Mail.Messages.Count > 0, cancellation);
        var mail = scene.Mail.Messages.Single();
        Assert.AreEqual(SceneInventory.Hands, mail.To.Mailboxes.Single().Address);
        string[] facts =
        [
            $"Montreal 1 ({SceneInventory.Site})", SceneInventory.Rack, $"U{scene.Ill.U}", scene.Ill.Name, "A-12",
            scene.Ill.Gpus.Serial(Story.Gpu), scene.Ill.Gpus.Uuid(Story.Gpu), GpuScenario.Pci(Story.Gpu),
            XidLines.DoubleBitError(GpuScenario.Pci(Story.Gpu)), "uncorrectable memory error",
        ];
        foreach (var fact in facts)
        {
            Assert.Contains(fact, Text(mail));
        }
    }

    private static async Task LightIsAsync(FleetScene scene, bool on, CancellationToken cancellation) =>
        await Until.TrueAsync($"the locator light is {(on ? "on" : "off")}", () => scene.Ill.Bmc.IdentifyIsOn == on, cancellation);

    private static async Task EverythingIsTidyAsync(FleetScene scene, Drain drain, CancellationToken cancellation)
    {
        var api = scene.Api;
        var fleet = await Until.Async(
            "no Condition fires",
            async stop => (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(stop))).Fleet,
            fleet => fleet.ConditionsFiring == 0,
            TimeSpan.FromMinutes(3),
            cancellation);
        Assert.IsTrue(fleet.Hosts.All(host => host.ServiceState == ServiceState.InService));
        Assert.AreEqual(2u, fleet.Pools.Single().Available);
        Assert.AreEqual(0u, fleet.Pools.Single().Reserved);
        var tickets = await api.Tickets.ListTicketsAsync(new ListTicketsRequest { IncludeClosed = true }, api.With(cancellation));
        Assert.AreEqual(drain.Id, tickets.Tickets.Single().DrainId);
        // The other mail is the answer to it: done, thank you.
        Assert.ContainsSingle(scene.Mail.Messages.Where(mail => mail.InReplyTo is null));
        var verdict = await api.Journal.VerifyJournalAsync(new VerifyJournalRequest(), api.With(cancellation));
        Assert.IsTrue(verdict.Intact, verdict.Sentence);
    }

    private static string Text(MimeMessage mail) => mail.Subject + "\n" + mail.TextBody;
}
