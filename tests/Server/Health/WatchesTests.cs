using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Server.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Health;

[TestClass]
public sealed class WatchesTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Silence_OfAMinute_FiresAndAHeartbeatResolvesIt()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var now = time.GetUtcNow();
        await PutHeartbeatAsync(scene, now.AddSeconds(-90), new Frame());
        using var watch = new AgentSilenceWatch(scene.Database.Contexts, new AgentSilentRule(), Hears.Always(), Options.Create(new HealthOptions()), new DatabaseReady(), time, NullLogger<AgentSilenceWatch>.Instance);

        await watch.LookAsync(now.AddHours(-1), Token);
        Assert.AreEqual(ConditionState.Firing, (await ConditionAsync(scene)).State);

        await HearAsync(scene, time.GetUtcNow());
        await watch.LookAsync(now.AddHours(-1), Token);
        Assert.AreEqual(ConditionState.Firing, (await ConditionAsync(scene)).State, "one that comes and goes is one Condition");

        time.Advance(AgentSilentRule.Identity.Keep);
        await HearAsync(scene, time.GetUtcNow());
        await watch.LookAsync(now.AddHours(-1), Token);
        Assert.AreEqual(ConditionState.Resolved, (await ConditionAsync(scene)).State);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Silence_WhileTheDatabaseWasAway_IsNobodysSilence()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await PutHeartbeatAsync(scene, time.GetUtcNow(), new Frame());
        var contexts = new Breakable(scene.Database.Contexts);
        var ready = new DatabaseReady();
        ready.Set();
        var hearing = new Hearing(Options.Create(new LivenessOptions()));
        hearing.GoOnFrom(time.GetUtcNow());
        using var watch = new AgentSilenceWatch(contexts, new AgentSilentRule(), hearing, Options.Create(new HealthOptions()), ready, time, NullLogger<AgentSilenceWatch>.Instance);
        await watch.StartAsync(Token);
        await LooksAsync(contexts, hearing, time, 2);

        contexts.IsBroken = true;
        for (var minute = 0; minute < 3; minute++)
        {
            await LooksAsync(contexts, hearing, time, 12);
        }
        // Back, and the heartbeats are not written yet.
        contexts.IsBroken = false;
        await LooksAsync(contexts, hearing, time, 2);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            Assert.AreEqual(0, await db.Conditions.CountAsync(Token));
        }

        // Nothing comes though it could: now it is silence.
        await LooksAsync(contexts, hearing, time, 14);
        await watch.StopAsync(Token);
        Assert.AreEqual(ConditionState.Firing, (await ConditionAsync(scene)).State);
    }

    private async Task HearAsync(LinkScene scene, DateTimeOffset at)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.Heartbeats.ExecuteUpdateAsync(set => set.SetProperty(heartbeat => heartbeat.HeardAt, at), Token);
    }

    private async Task LooksAsync(Breakable contexts, Hearing hearing, FakeTimeProvider time, int count)
    {
        for (var target = contexts.Asked + count; contexts.Asked < target;)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            if (!contexts.IsBroken)
            {
                hearing.Heard(time.GetUtcNow());
            }

            await Task.Delay(10, Token);
        }
    }

    private sealed class Breakable(IDbContextFactory<FleetDb> inner) : IDbContextFactory<FleetDb>
    {
        private volatile int asked;

        public bool IsBroken { get; set; }

        public int Asked => asked;

        public FleetDb CreateDbContext()
        {
            Interlocked.Increment(ref asked);
            return IsBroken ? throw new Npgsql.NpgsqlException("away") : inner.CreateDbContext();
        }
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Counter_ThatSteppedUpWhileNobodyListened_IsFoundByTheNextFrame()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        await PutHeartbeatAsync(scene, now.AddHours(-1), LinkScene.Frame(1, now.AddHours(-1), 40).Frame);
        await using var stream = scene.Connect(Token);
        // What was read before the stream began is never now.
        now = TimeProvider.System.GetUtcNow();

        var frame = LinkScene.Frame(2, now, 40);
        frame.Frame.Gpus[0].EccVolatileUncorrected = 2;
        stream.Send(frame);
        stream.Send(LinkScene.Xid(3, 13, now));
        await stream.AcknowledgedAsync(3);
        stream.Send(LinkScene.Xid(4, 13, now));
        await stream.AcknowledgedAsync(4);

        Assert.AreEqual("ecc-uncorrected", (await ConditionAsync(scene)).Code);
    }

    [TestMethod]
    public async Task Repair_ResolvesWhatWasFoundBeforeIt()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using (var stream = scene.Connect(Token))
        {
            stream.Send(LinkScene.Xid(1, 79, TimeProvider.System.GetUtcNow().AddMinutes(-5)));
            await stream.AcknowledgedAsync(1);
        }

        var now = TimeProvider.System.GetUtcNow();
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await Repairs.ResolveAsync(db, scene.Host.Id, now.AddHours(-1), [], "policy", now, Token));
        Assert.AreEqual(1, await Repairs.ResolveAsync(db, scene.Host.Id, now, [], "policy", now, Token));
        await db.SaveChangesAsync(Token);

        Assert.AreEqual(ConditionState.Resolved, (await ConditionAsync(scene)).State);
    }

    private async Task<Condition> ConditionAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.SingleAsync(Token);
    }

    private async Task PutHeartbeatAsync(LinkScene scene, DateTimeOffset heardAt, Frame frame)
    {
        frame.At ??= Timestamp.FromDateTimeOffset(heardAt);
        using var writer = new HeartbeatWriter(scene.Heartbeats, Hears.Always(), scene.Database.DataSource, new DatabaseReady(), TimeProvider.System, NullLogger<HeartbeatWriter>.Instance);
        await writer.WriteAsync([Heartbeat.Next(null, scene.Host.Id, frame, heardAt, TimeSpan.Zero)], Token);
    }
}
