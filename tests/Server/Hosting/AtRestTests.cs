using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Capacity.Holds;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Observability;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting;

/// <summary>A server at rest rests: some 50,000 scans of the drains in an hour were asked by workers that had nothing to do. And what is due is done when it
/// is, though nobody tells of it.</summary>
[TestClass]
public sealed class AtRestTests
{
    private static readonly AlertChannels NoChannels = new(new AlertsOptions(), new DashboardOptions(), new JsonPost(), TimeProvider.System);

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow("drains", 25)]
    [DataRow("outbox", 10)]
    [DataRow("alerts", 160)]
    [DataRow("commands", 15)]
    [DataRow("holds", 15)]
    [DataRow("tickets", 15)]
    [DataRow("silence", 15)]
    [DataRow("gauges", 15)]
    [DataRow("revocations", 35)]
    public async Task Worker_ThatHasNothingToDo_AsksLittleInAMinute(string name, int most)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 4, 2, 1, Token);
        stage.Ready.Set();
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            var heard = stage.Time.GetUtcNow().AddHours(1);
            await db.Heartbeats.ExecuteUpdateAsync(set => set.SetProperty(row => row.HeardAt, heard), Token);
        }

        using var worker = Worker(name, database, stage, services.GetRequiredService<IMeterFactory>());
        var before = database.Queries.Count;

        await worker.StartAsync(Token);
        await stage.Time.GoAsync(TimeSpan.FromMinutes(1), Token);
        var asked = database.Queries.Count - before;
        await worker.StopAsync(Token);

        Assert.IsGreaterThan(0, asked);
        Assert.IsLessThanOrEqualTo(most, asked);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Drains_OneIsDueLater_AreLookedAtThen()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.BlockedAsync(database, new ScriptedTarget(), Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var due = stage.Time.GetUtcNow() + TimeSpan.FromSeconds(4);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(drain => drain.WakeAt, due), Token);
        stage.Ready.Set();
        using var worker = stage.Worker();

        await worker.StartAsync(Token);
        var pause = await stage.Time.PauseAsync(Token);
        stage.Time.Advance(pause);
        // The drain's own step ends before the next pause.
        await stage.Time.PauseAsync(Token);
        await worker.StopAsync(Token);

        Assert.AreEqual(due, stage.Time.GetUtcNow());
        Assert.IsGreaterThan(due, (await stage.DrainAsync(Token)).WakeAt);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Drains_OneThatAnotherWorkerHolds_AreLookedAtWhenItsLeaseEnds()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.BlockedAsync(database, new ScriptedTarget(), Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var now = stage.Time.GetUtcNow();
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(drain => drain.WakeAt, now).SetProperty(drain => drain.LeaseUntil, now + TimeSpan.FromSeconds(7)), Token);
        stage.Ready.Set();
        using var worker = stage.Worker();

        await worker.StartAsync(Token);
        var pause = await stage.Time.PauseAsync(Token);
        await worker.StopAsync(Token);

        Assert.AreEqual(TimeSpan.FromSeconds(7), pause);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Outbox_AMessageIsDueLater_IsPaidThen()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 1, 0, Token);
        var due = stage.Time.GetUtcNow() + TimeSpan.FromSeconds(4);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        db.Add(new OutboxMessage { Topic = "nothing", Key = "k", Payload = "{}", CreatedAt = due, NotBefore = due });
        await db.SaveChangesAsync(Token);
        stage.Ready.Set();
        using var worker = Worker("outbox", database, stage, services.GetRequiredService<IMeterFactory>());

        await worker.StartAsync(Token);
        stage.Time.Advance(await stage.Time.PauseAsync(Token));
        await Until.TrueAsync("it is paid", () => db.OutboxMessages.AsNoTracking().Single().DeliveredAt is not null, Token);
        await worker.StopAsync(Token);

        Assert.AreEqual(due, (await db.OutboxMessages.AsNoTracking().SingleAsync(Token)).DeliveredAt);
    }

    private static EveryReplicaWorker Worker(string name, TestDatabase database, DrainStage stage, IMeterFactory meters)
    {
        var (contexts, ready, time) = (database.Contexts, stage.Ready, stage.Time);
        // It never listens: nothing is told.
        var feed = new ChangeFeed(database.DataSource, ready, time, NullLogger<ChangeFeed>.Instance);
        return name switch
        {
            "drains" => stage.Worker(),
            "outbox" => Outbox(database, stage, feed, meters),
            "alerts" => new AlertDispatcher(stage.Ledger(NoChannels), Hears.Always(), feed, ready, time, NullLogger<AlertDispatcher>.Instance),
            "commands" => new CommandPump(new LiveStreams(), contexts, Hears.Always(), feed, ready, time, NullLogger<CommandPump>.Instance),
            "holds" => new CommandHolds(contexts, Hears.Always(), feed, ready, time, NullLogger<CommandHolds>.Instance),
            "tickets" => stage.TicketKeeper,
            "silence" => new AgentSilenceWatch(contexts, new AgentSilentRule(), Hears.Always(), Options.Create(new HealthOptions()), ready, time, NullLogger<AgentSilenceWatch>.Instance),
            "gauges" => new FleetGauges(new LiveStreams(), contexts, ready, meters, time, NullLogger<FleetGauges>.Instance),
            "revocations" => new Revocations(contexts, ready, time, NullLogger<Revocations>.Instance),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such worker."),
        };
    }

    private static OutboxTopic Outbox(TestDatabase database, DrainStage stage, ChangeFeed feed, IMeterFactory meters)
    {
        var queue = new OutboxQueue(database.Contexts, stage.Time);
        return new OutboxTopic(
            new TakesAll(), queue, new OutboxDelivery(queue, stage.Time, meters, NullLogger<OutboxDelivery>.Instance), feed, stage.Ready, stage.Time,
            NullLogger<OutboxTopic>.Instance);
    }

    private sealed class TakesAll : IOutboxHandler
    {
        public string Topic => "nothing";

        public Task<DeliveryOutcome> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
            Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered());
    }
}
