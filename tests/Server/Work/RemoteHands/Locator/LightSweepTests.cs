using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands.Locator;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands.Locator;

/// <summary>However a Drain ends, and whether or not its Host's agent is there: the locator light goes off in the end.</summary>
[TestClass]
public sealed class LightSweepTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Cancel_WhileTheAgentIsAway_SendsOnlyTheOffWhenItIsBack()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await CancelledInRepairAsync(database);

        var sent = await SendAsync(database, stage);

        Assert.IsFalse(sent.Single().Identify.On);
        var commands = await CommandsAsync(database);
        Assert.AreEqual("identify on Expired, identify off Sent", string.Join(", ", commands.Select(row => $"{row.Text} {row.State}")));
    }

    [TestMethod]
    public async Task Off_ExpiredWhileTheAgentWasAway_IsOwedAgainAndSent()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await CancelledInRepairAsync(database);
        using var sweep = Sweep(database, stage);

        stage.Time.Advance(TimeSpan.FromDays(8));
        Assert.IsEmpty(await SendAsync(database, stage, new LiveStreams()));
        await sweep.RunAsync(Token);
        Assert.HasCount(2, await CommandsAsync(database), "It expired only just now.");
        stage.Time.Advance(LightSweep.Patience);
        await sweep.RunAsync(Token);
        await sweep.RunAsync(Token);

        Assert.IsFalse((await SendAsync(database, stage)).Single().Identify.On);
    }

    [TestMethod]
    public async Task Off_ThatFailed_IsTriedAgainUntilItIsDone()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await CancelledInRepairAsync(database);
        using var sweep = Sweep(database, stage);
        await AnswerAsync(database, stage, CommandResult.Types.Outcome.Failed);
        stage.Time.Advance(LightSweep.Patience);
        await sweep.RunAsync(Token);
        await AnswerAsync(database, stage, CommandResult.Types.Outcome.Done);
        stage.Time.Advance(LightSweep.Patience);
        await sweep.RunAsync(Token);

        var commands = await CommandsAsync(database);
        Assert.AreEqual("Expired, Failed, Done", string.Join(", ", commands.Select(row => row.State)));
    }

    [TestMethod]
    public async Task On_OfALiveDrain_StaysOn()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await InRepairAsync(database);
        stage.Time.Advance(TimeSpan.FromHours(1));
        using var sweep = Sweep(database, stage);
        await sweep.RunAsync(Token);
        Assert.AreEqual("identify on", (await CommandsAsync(database)).Single().Text);
    }

    private static LightSweep Sweep(TestDatabase database, DrainStage stage) =>
        new(database.Contexts, new DatabaseReady(), stage.Time, NullLogger<LightSweep>.Instance);

    private async Task<DrainStage> InRepairAsync(TestDatabase database)
    {
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token);
        var worker = stage.Worker();
        for (var second = 0; second < 6; second++)
        {
            await stage.TickAsync(worker, Token);
        }

        Assert.AreEqual(DrainState.Working, (await stage.DrainAsync(Token)).State);
        return stage;
    }

    private async Task<DrainStage> CancelledInRepairAsync(TestDatabase database)
    {
        var stage = await InRepairAsync(database);
        // The fault is gone, or another Drain would be proposed at once.
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "false alarm", asItIs: true, "person:ada", Token);
        var worker = stage.Worker();
        for (var second = 0; second < 3; second++)
        {
            await stage.TickAsync(worker, Token);
        }

        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        return stage;
    }

    /// <summary>The agent is back, and the pump looks once.</summary>
    private async Task<IReadOnlyList<Command>> SendAsync(TestDatabase database, DrainStage stage, LiveStreams? streams = null)
    {
        using var stream = new HostStream(new HostIdentity(stage.Hosts[0].Id, stage.Hosts[0].Name, DrainStage.SiteId), Token);
        if (streams is null)
        {
            (streams = new LiveStreams()).Enter(stream);
        }

        var ready = new DatabaseReady();
        using var feed = new ChangeFeed(database.DataSource, ready, stage.Time, NullLogger<ChangeFeed>.Instance);
        using var pump = new CommandPump(streams, database.Contexts, Hears.Always(), feed, ready, stage.Time, NullLogger<CommandPump>.Instance);
        await pump.SendAsync(Token);
        stream.MarkEnded();
        return await stream.Outgoing.ReadAllAsync(Token).Select(message => message.Command).ToListAsync(Token);
    }

    private async Task AnswerAsync(TestDatabase database, DrainStage stage, CommandResult.Types.Outcome outcome)
    {
        var command = (await SendAsync(database, stage)).Single();
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var host = new HostIdentity(stage.Hosts[0].Id, stage.Hosts[0].Name, DrainStage.SiteId);
        await CommandResults.RecordAsync(db, host, new CommandResult { CommandId = command.Id, Outcome = outcome, Text = "" }, stage.Time.GetUtcNow(), Token);
        await db.SaveChangesAsync(Token);
    }

    private async Task<List<AgentCommand>> CommandsAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        return await db.AgentCommands.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(Token);
    }
}
