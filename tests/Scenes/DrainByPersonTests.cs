using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>The same job by a person's clicks, in a Pool that is at its minimum first: then nothing is drained, and the
/// dashboard says why.</summary>
[TestClass]
public sealed class DrainByPersonTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task PersonApproves_PoolAtItsMinimum_BlockedUntilThereIsCapacityThenDrainedAndReturned()
    {
        Needs.Programs("chromium");
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var scene = await FleetScene.StartAsync(stage, new SceneSettings { Required = 1, Spare = 1 }, cancellation);
        var story = new Story(scene);
        var person = await OnCallPerson.SignInAsync(scene, cancellation);
        await person.GoToAsync("/drains");

        story.MemoryFails();
        story.DriverAsksForADrain();
        await person.SeesDrainAsync(scene.Ill.Name, "proposed");
        await person.ApproveDrainAsync(scene.Ill.Name);
        await person.SeesDrainAsync(scene.Ill.Name, "blocked");
        await NothingIsDrainedAsync(scene, story, cancellation);
        var guard = (await story.DrainIsAsync(DrainState.Blocked, cancellation)).Guard;
        await person.SeesOnCardAsync(scene.Ill.Name, guard.Sentence);
        await story.PagedAsync("DrainBlockedByCapacity", cancellation);
        await PicturesAsync(scene, person);

        await person.GoToAsync("/drains");
        await scene.DeclareAsync(new SceneSettings { Required = 1, Spare = 0 }, cancellation);
        await person.SeesDrainAsync(scene.Ill.Name, "working");
        await TicketIsShownAsync(scene, person, cancellation);

        await story.HandsRepairAsync(cancellation);
        await person.GoToAsync("/drains");
        await person.MarkWorkDoneAsync(scene.Ill.Name, "GPU replaced");
        var drain = await story.DrainIsAsync(DrainState.Closed, cancellation);
        Assert.AreEqual("person:" + FleetApi.AdminName, drain.ApprovedBy);
        await story.ServesAgainAsync(cancellation);
        await story.NothingWasLostAsync();
        TestContext.WriteLine(scene.Load.ToString());
    }

    private static async Task NothingIsDrainedAsync(FleetScene scene, Story story, CancellationToken cancellation)
    {
        var drain = await story.DrainIsAsync(DrainState.Blocked, cancellation);
        Assert.IsFalse(drain.Guard.Allowed);
        Assert.AreEqual(2u, drain.Guard.Available);
        Assert.AreEqual(1u, drain.Guard.Required);
        Assert.AreEqual(1u, drain.Guard.Spare);
        Assert.AreNotEqual("", drain.Guard.Sentence);
        await story.ServesAgainAsync(cancellation);
        var state = await scene.Proxy.StateAsync(scene.Ill.Target, cancellation);
        Assert.AreEqual("UP", state.Status);
        var fleet = (await scene.Api.Fleet.GetFleetAsync(new GetFleetRequest(), scene.Api.With(cancellation))).Fleet;
        Assert.IsTrue(fleet.Hosts.All(host => host.ServiceState == ServiceState.InService));
        Assert.IsEmpty(scene.Mail.Messages);
    }

    private static async Task TicketIsShownAsync(FleetScene scene, OnCallPerson person, CancellationToken cancellation)
    {
        await Until.TrueAsync("the ticket's mail", () => scene.Mail.Messages.Count == 1, cancellation);
        var tickets = await scene.Api.Tickets.ListTicketsAsync(new ListTicketsRequest(), scene.Api.With(cancellation));
        await person.GoToAsync("/tickets");
        await person.SeesAsync(tickets.Tickets.Single().Reference);
        await person.SeesAsync(tickets.Tickets.Single().Subject);
        await person.PictureAsync("tickets", "/tickets");
        await person.PictureAsync("drains-in-maintenance", "/drains");
    }

    private static async Task PicturesAsync(FleetScene scene, OnCallPerson person)
    {
        await person.PictureAsync("fleet", "/");
        await person.PictureAsync("host", "/hosts/" + scene.Ill.Name);
        await person.PictureAsync("drains", "/drains");
        await person.PictureAsync("alerts", "/alerts");
    }
}
