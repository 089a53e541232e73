using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Metrics;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Telemetry.Ranges;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class HostSessionTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Xid_OfAKnownAddress_FiresAConditionBeforeItsAcknowledgement()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send(LinkScene.Inventory(1, now), LinkScene.Xid(2, 79, now));
        await stream.AcknowledgedAsync(2);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var condition = await db.Conditions.SingleAsync(Token);
        Assert.AreEqual("xid-79", condition.Code);
        Assert.AreEqual(LinkScene.GpuUuid, condition.GpuUuid);
        Assert.AreEqual(ConditionState.Firing, condition.State);
        Assert.AreEqual(DrainAdvice.Now, condition.Drain);
        var fired = await db.JournalEntries.SingleAsync(entry => entry.Kind == JournalKinds.ConditionFired, Token);
        Assert.AreEqual("rule:gpu-xid", fired.Actor);
    }

    /// <summary>The reboot's own Event may come with a later batch than what it mended: on-call was told of a fault that was long over.</summary>
    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Fault_OfAnEarlierBoot_IsKeptAndAlarmsNobody()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.ConnectBooted("after", Token);
        var now = TimeProvider.System.GetUtcNow();
        var (xid, lost, later) = (LinkScene.Xid(2, 79, now.AddHours(-1)), LinkScene.Xid(3, 0, now.AddHours(-1)), LinkScene.Xid(4, 95, now));
        (xid.Event.BootId, lost.Event.BootId, later.Event.BootId) = ("before", "before", "after");
        lost.Event.Kind = SovereignFleet.Proto.Link.EventKinds.FallenOffBus;

        stream.Send(LinkScene.Inventory(1, now), xid, lost);
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.IsEmpty(await db.Conditions.ToListAsync(Token));
        Assert.AreEqual(2, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.EventSeen, Token));
        stream.Send(later);
        await stream.AcknowledgedAsync(4);
        Assert.AreEqual("xid-95", (await db.Conditions.SingleAsync(Token)).Code);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_Stored_IsWhatTheMapperMadeOfIt()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        // Postgres keeps microseconds.
        var now = new DateTimeOffset(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        var xid = LinkScene.Xid(7, 48, now);
        xid.Event.ReadAt = Timestamp.FromDateTimeOffset(now.AddMilliseconds(3));
        xid.Event.Detail["process"] = "python3";

        stream.Send(xid);
        await stream.AcknowledgedAsync(7);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var stored = await db.Events.SingleAsync(Token);
        var mapped = EventMapper.ToStored(xid, new HostIdentity(stored.HostId, "", ""), new GpuDirectory(), stored.ReceivedAt);
        foreach (var property in typeof(StoredEvent).GetProperties().Where(property => property.Name != nameof(StoredEvent.Detail)))
        {
            Assert.AreEqual(property.GetValue(mapped), property.GetValue(stored), property.Name);
        }

        Assert.AreEqual("python3", System.Text.Json.JsonDocument.Parse(stored.Detail).RootElement.GetProperty("process").GetString());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_SentAgainAfterItsCommit_IsNoSecondOne()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var xid = LinkScene.Xid(7, 48, TimeProvider.System.GetUtcNow());
        await using (var first = scene.Connect(Token))
        {
            first.Send(xid, xid);
            await first.AcknowledgedAsync(7);
        }

        await using var second = scene.Connect(Token);
        second.Send(xid);
        await second.AcknowledgedAsync(7);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(1, await db.Events.CountAsync(Token));
        Assert.AreEqual(1, (await db.Conditions.SingleAsync(Token)).Count);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Frames_OutOfOrderAndTwice_AreStoredOnceEach()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var minute = new DateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(-2).Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        await using (var first = scene.Connect(Token))
        {
            first.Send(LinkScene.Frame(3, minute.AddSeconds(2), 52), LinkScene.Frame(1, minute, 50));
            await WaitUntilHandledAsync(first);
        }

        // The first stream ended before its acknowledgement: all is sent again, with one more.
        await using (var second = scene.Connect(Token))
        {
            second.Send(LinkScene.Frame(1, minute, 50), LinkScene.Frame(2, minute.AddSeconds(1), 51), LinkScene.Frame(3, minute.AddSeconds(2), 52));
            await WaitUntilHandledAsync(second);
        }

        var points = await new TelemetryRanges(scene.Database.DataSource)
            .ReadAsync(new HostGpu(scene.Host.Id, LinkScene.GpuUuid), MetricIndex.Named("temperature_c")!, minute, minute.AddSeconds(4), 10, [], Token);
        CollectionAssert.AreEqual(new[] { 50, 51, 52, double.NaN }, points.Select(point => point.Mean).ToArray());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task LiveFrame_PutsTheHeartbeatOnTheBoard()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send(LinkScene.Frame(10, now, 40), LinkScene.Frame(4, now.AddHours(-1), 90));
        await WaitUntilHandledAsync(stream);

        var heartbeat = scene.Heartbeats.Take().Single();
        Assert.AreEqual(40, SovereignFleet.Proto.Link.Frame.Parser.ParseFrom(heartbeat.Frame).Gpus[0].TemperatureC);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Frame_FromTheFuture_BecomesAnEventAndIsAcknowledged()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);

        var now = TimeProvider.System.GetUtcNow();
        stream.Send(LinkScene.Frame(1, now.AddMinutes(6), 40), LinkScene.Frame(2, now, 40));
        await stream.AcknowledgedAsync(1);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual("frame_refused", (await db.Events.SingleAsync(Token)).Kind);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Connect_AgainWhileAnOlderStreamIsOpen_EndsTheOlder()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var older = scene.Connect(Token);
        await using var newer = scene.Connect(Token);

        await older.Run;

        Assert.AreSame(newer.Stream, scene.Streams.All.Single());
        Assert.AreEqual("a newer stream of the same Host took over", older.Stream.EndedBecause);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Reboot_AfterAnXid_ResolvesIt()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        stream.Send(LinkScene.Inventory(1, now), LinkScene.Xid(2, 79, now.AddMinutes(-2)));
        await stream.AcknowledgedAsync(2);

        var reboot = LinkScene.Xid(3, 0, now);
        reboot.Event.Kind = "reboot";
        reboot.Event.PciAddress = "";
        stream.Send(reboot);
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ConditionState.Resolved, (await db.Conditions.SingleAsync(Token)).State);
    }

    // An Event is acknowledged at once, in the order of arrival: then what was sent before it is in.
    private static async Task WaitUntilHandledAsync(OpenStream stream)
    {
        stream.Send(LinkScene.Xid(1000, 13, TimeProvider.System.GetUtcNow()));
        await stream.AcknowledgedAsync(1000);
        stream.Send(LinkScene.Xid(1001, 13, TimeProvider.System.GetUtcNow()));
        await stream.AcknowledgedAsync(1001);
    }
}
