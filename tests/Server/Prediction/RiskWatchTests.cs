using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Prediction.States;
using SovereignFleet.Tests.Server.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Prediction;

[TestClass]
public sealed class RiskWatchTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Risk_ThatPaysADrain_BecomesARowAndACondition()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Gpu { Uuid = LinkScene.GpuUuid, HostId = scene.Host.Id, Index = 3 });
            await db.SaveChangesAsync(Token);
        }

        await PutHeartbeatAsync(scene, TimeProvider.System.GetUtcNow(), new Frame { Gpus = { new GpuReading { Uuid = LinkScene.GpuUuid, State = GpuReading.Types.State.Present, RowRemapFailure = 1 } } });
        using var watch = new RiskWatch(scene.Database.Contexts, Estimates(), new RiskRule(), Feed(scene), new DatabaseReady(), TimeProvider.System, NullLogger<RiskWatch>.Instance);

        await watch.JudgeAsync(Token);
        await watch.JudgeAsync(Token);

        await using var found = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var condition = await found.Conditions.SingleAsync(Token);
        Assert.AreEqual(("risk", DrainAdvice.NextWindow), (condition.Code, condition.Drain));
        await using var read = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(RiskDecision.Drain, (await read.Risks.SingleAsync(Token)).Decision);
    }

    [TestMethod]
    [DataRow("away")]
    [DataRow("lost")]
    [DataRow("silent")]
    public async Task Risk_OfAGpuThatIsNotReadAnyMore_StaysWhatItWas(string how)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Gpu { Uuid = LinkScene.GpuUuid, HostId = scene.Host.Id, Index = 3 });
            await db.SaveChangesAsync(Token);
        }

        await PutHeartbeatAsync(scene, TimeProvider.System.GetUtcNow(), new Frame { Gpus = { new GpuReading { Uuid = LinkScene.GpuUuid, State = GpuReading.Types.State.Present, RowRemapFailure = 1 } } });
        using var watch = new RiskWatch(scene.Database.Contexts, Estimates(), new RiskRule(), Feed(scene), new DatabaseReady(), TimeProvider.System, NullLogger<RiskWatch>.Instance);
        await watch.JudgeAsync(Token);

        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Heartbeats.ExecuteDeleteAsync(Token);
        }

        var gone = new Frame();
        if (how == "lost")
        {
            gone.Gpus.Add(new GpuReading { Uuid = LinkScene.GpuUuid, State = GpuReading.Types.State.Lost });
        }
        else if (how == "silent")
        {
            gone.Gpus.Add(new GpuReading { Uuid = LinkScene.GpuUuid, State = GpuReading.Types.State.Present, RowRemapFailure = 0 });
        }

        await PutHeartbeatAsync(scene, TimeProvider.System.GetUtcNow().AddHours(how == "silent" ? -1 : 0), gone);
        await watch.JudgeAsync(Token);

        await using var read = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(RiskDecision.Drain, (await read.Risks.SingleAsync(Token)).Decision);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Risk_WhenAConditionChanges_IsJudgedWithoutWaitingForTheClock()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Gpu { Uuid = LinkScene.GpuUuid, HostId = scene.Host.Id, Index = 3 });
            await db.SaveChangesAsync(Token);
        }

        // The clock stands but for the shortest pause: what wakes it is the change.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var ready = new DatabaseReady();
        ready.Set();
        using var feed = new ChangeFeed(scene.Database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        await feed.StartAsync(Token);
        using var watch = new RiskWatch(scene.Database.Contexts, Estimates(), new RiskRule(), feed, ready, time, NullLogger<RiskWatch>.Instance);
        await PutHeartbeatAsync(scene, time.GetUtcNow(), new Frame { Gpus = { new GpuReading { Uuid = LinkScene.GpuUuid, State = GpuReading.Types.State.Present, RowRemapFailure = 0 } } });
        await watch.StartAsync(Token);
        await Until.Async("it is judged", _ => DecisionAsync(scene), decision => decision == RiskDecision.Watch, Token);

        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Heartbeats.ExecuteDeleteAsync(Token);
        }

        await PutHeartbeatAsync(scene, time.GetUtcNow(), new Frame { Gpus = { new GpuReading { Uuid = LinkScene.GpuUuid, State = GpuReading.Types.State.Present, RowRemapFailure = 1 } } });
        time.Advance(TimeSpan.FromSeconds(2));
        await using (var stream = scene.Connect(Token))
        {
            stream.Send(LinkScene.Xid(1, 79, time.GetUtcNow()));
            await stream.AcknowledgedAsync(1);
        }

        await Until.Async("it is judged anew", _ =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return DecisionAsync(scene);
        }, decision => decision == RiskDecision.Drain, Token);
        await watch.StopAsync(Token);
        await feed.StopAsync(Token);
    }

    /// <summary>A proven repair starts a new life.</summary>
    [TestMethod]
    public async Task Estimates_WhatHappenedBeforeAProvenRepair_ForetellsNothing()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        await using (var stream = scene.Connect(Token))
        {
            stream.Send(LinkScene.Inventory(1, now), LinkScene.Xid(2, 48, now.AddMinutes(-10)));
            await stream.AcknowledgedAsync(2);
        }

        await PutHeartbeatAsync(scene, now, new Frame { Gpus = { new GpuReading { Uuid = LinkScene.GpuUuid, State = GpuReading.Types.State.Present, RowRemapFailure = 0 } } });
        var estimates = new RiskEstimates(new RiskModel([new BaseState(), new UncorrectableEpisodeState()]), Hears.Always());
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var before = (await estimates.ReadAsync(db, now, Token)).Single().Estimate.Probability24h;

        await db.Gpus.ExecuteUpdateAsync(set => set.SetProperty(gpu => gpu.RepairedAt, now), Token);

        Assert.IsLessThan(before, (await estimates.ReadAsync(db, now, Token)).Single().Estimate.Probability24h);
    }

    private async Task<RiskDecision?> DecisionAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return (await db.Risks.AsNoTracking().SingleOrDefaultAsync(Token))?.Decision;
    }

    private static RiskEstimates Estimates() =>
        new(new RiskModel([new BaseState(), new RowRemapFailureState()]), Hears.Always());

    private static ChangeFeed Feed(LinkScene scene) =>
        new(scene.Database.DataSource, new DatabaseReady(), TimeProvider.System, NullLogger<ChangeFeed>.Instance);

    private async Task PutHeartbeatAsync(LinkScene scene, DateTimeOffset heardAt, Frame frame)
    {
        frame.At ??= Timestamp.FromDateTimeOffset(heardAt);
        using var writer = new HeartbeatWriter(scene.Heartbeats, Hears.Always(), scene.Database.DataSource, new DatabaseReady(), TimeProvider.System, NullLogger<HeartbeatWriter>.Instance);
        await writer.WriteAsync([Heartbeat.Next(null, scene.Host.Id, frame, heardAt, TimeSpan.Zero)], Token);
    }
}
