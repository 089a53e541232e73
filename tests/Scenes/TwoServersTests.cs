using System.Globalization;
using Npgsql;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>Two replicas that begin together on an empty database, and the one that does everything dies in the middle of a drain.</summary>
[TestClass]
public sealed class TwoServersTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task OneOfTwoServersDies_InTheMiddleOfADrain_TheOtherGoesOnAndNothingIsDoneTwice()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        await using var database = await TestDatabase.CreateEmptyAsync(cancellation);
        var scene = await FleetScene.StartAsync(
            stage, new SceneSettings { AutomaticApproval = true, Database = database.ConnectionString, TwoServers = true }, cancellation);
        var story = new Story(scene);
        await BothKeepTheClockAsync(database.DataSource, cancellation);

        story.MemoryFails();
        story.DriverAsksForADrain();
        await story.DrainIsAsync(DrainState.Working, cancellation);
        // A server that dies with the mail in its hands keeps its claim on it for OutboxQueue.Lease; ServerKilledTests plays that.
        await Until.TrueAsync("the ticket's mail is out", () => scene.Mail.Messages.Count > 0, cancellation);
        await scene.Server.KillAsync(cancellation);

        await HeardAgainAsync(scene, cancellation);
        await story.HandsRepairAsync(cancellation);
        var drain = await story.DrainIsAsync(DrainState.Working, cancellation);
        await story.MarkWorkDoneAsync(drain, cancellation);
        await scene.Server.RestartAsync(cancellation);
        await story.DrainIsAsync(DrainState.Closed, cancellation);
        await story.ServesAgainAsync(cancellation);
        await story.NothingWasLostAsync();
        await NothingTwiceAsync(scene, cancellation);
        TestContext.WriteLine(scene.Load.ToString());
    }

    /// <summary>Quartz is clustered: both are in its list.</summary>
    private static async Task BothKeepTheClockAsync(NpgsqlDataSource database, CancellationToken cancellation) => await Until.Async(
        "both servers are in Quartz's cluster",
        async token =>
        {
            await using var command = database.CreateCommand("select count(*) from qrtz_scheduler_state");
            return Convert.ToInt32(await command.ExecuteScalarAsync(token), CultureInfo.InvariantCulture);
        },
        schedulers => schedulers == 2,
        cancellation);

    private static async Task HeardAgainAsync(FleetScene scene, CancellationToken cancellation)
    {
        var killedAt = TimeProvider.System.GetUtcNow();
        await Until.Async(
            "both agents have found the other server",
            async token => (await scene.Api.Fleet.GetFleetAsync(new GetFleetRequest(), scene.Api.With(token))).Fleet,
            fleet => fleet.Hosts.All(host => host.LastHeard.ToDateTimeOffset() > killedAt),
            cancellation);
    }

    private static async Task NothingTwiceAsync(FleetScene scene, CancellationToken cancellation)
    {
        var api = scene.Api;
        var drains = await api.Drains.ListDrainsAsync(new ListDrainsRequest { IncludeClosed = true }, api.With(cancellation));
        Assert.ContainsSingle(drains.Drains);
        var tickets = await api.Tickets.ListTicketsAsync(new ListTicketsRequest { IncludeClosed = true }, api.With(cancellation));
        Assert.ContainsSingle(tickets.Tickets);
        Assert.ContainsSingle(scene.Mail.Messages.Where(mail => mail.InReplyTo is null));
        var fleet = (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(cancellation))).Fleet;
        Assert.IsTrue(fleet.Hosts.All(host => host.ServiceState == ServiceState.InService));
        var verdict = await api.Journal.VerifyJournalAsync(new VerifyJournalRequest(), api.With(cancellation));
        Assert.IsTrue(verdict.Intact, verdict.Sentence);
    }
}
