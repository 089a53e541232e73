using Npgsql;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;
using Held = SovereignFleet.Server.Service.Machine.DrainState;

namespace SovereignFleet.Tests.Scenes;

/// <summary>kill -9 of the server in every state of one Drain, each time when the state's effect is done and its outcome is
/// not yet committed: the worst instant there is.</summary>
[TestClass]
public sealed class ServerKilledTests
{
    private static readonly Held[] Way =
    [
        Held.Proposed, Held.Approved, Held.Reserved, Held.Cordoned, Held.Draining,
        Held.Empty, Held.Working, Held.Validating, Held.Returning,
    ];

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Kill9_InEveryStateOfADrain_DrainClosesWithOneTicketAndNoLostRequest()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        await using var database = await TestDatabase.CreateAsync(cancellation);
        var scene = await FleetScene.StartAsync(
            stage, new SceneSettings { AutomaticApproval = true, Database = database.ConnectionString }, cancellation);
        var story = new Story(scene);
        var gate = await DrainGate.CloseAsync(stage, database.DataSource, Way, cancellation);

        story.MemoryFails();
        story.DriverAsksForADrain();
        foreach (var state in Way)
        {
            if (state == Held.Working)
            {
                await story.HandsRepairAsync(cancellation);
                await MarkWorkDoneInTheEndAsync(scene, story, cancellation);
            }

            await gate.HeldAsync(state, cancellation);
            await scene.Server.KillAsync(cancellation);
            Assert.AreEqual(state.ToString(), await StateAsync(database.DataSource, cancellation));
            await gate.OpenAsync(state, cancellation);
            await scene.Server.RestartAsync(cancellation);
        }

        var drain = await story.DrainIsAsync(DrainState.Closed, cancellation);
        await story.ServesAgainAsync(cancellation);
        await story.NothingWasLostAsync();
        await OneTicketNoCordonAsync(scene, drain, cancellation);
        TestContext.WriteLine(scene.Load.ToString());
    }

    private static async Task MarkWorkDoneInTheEndAsync(FleetScene scene, Story story, CancellationToken cancellation)
    {
        var drain = await story.DrainIsAsync(DrainState.Working, cancellation);
        // A ticket that nobody was told of is not sent once the work is done.
        await Until.TrueAsync("remote hands have the mail", () => scene.Mail.Messages.Any(), cancellation);
        await story.MarkWorkDoneAsync(drain, cancellation);
    }

    private static async Task OneTicketNoCordonAsync(FleetScene scene, Drain drain, CancellationToken cancellation)
    {
        var api = scene.Api;
        var tickets = await api.Tickets.ListTicketsAsync(new ListTicketsRequest { IncludeClosed = true }, api.With(cancellation));
        Assert.AreEqual(drain.Id, tickets.Tickets.Single().DrainId);
        var repair = scene.Mail.Messages.Where(mail => mail.InReplyTo is null).Select(mail => mail.MessageId).Distinct();
        Assert.ContainsSingle(repair);
        var fleet = (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(cancellation))).Fleet;
        Assert.IsTrue(fleet.Hosts.All(host => host.ServiceState == ServiceState.InService));
        Assert.AreEqual(0u, fleet.Pools.Single().Reserved);
        foreach (var host in scene.Hosts)
        {
            Assert.AreEqual("UP", (await scene.Proxy.StateAsync(host.Target, cancellation)).Status);
        }

        var verdict = await api.Journal.VerifyJournalAsync(new VerifyJournalRequest(), api.With(cancellation));
        Assert.IsTrue(verdict.Intact, verdict.Sentence);
    }

    private static async Task<string> StateAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select state from drains");
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
