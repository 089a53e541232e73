using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Ingest;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Telemetry;

namespace SovereignFleet.Tests.Server.Ingest;

[TestClass]
public sealed class HostSessionTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Xid_OfAKnownAddress_FiresAConditionBeforeItsAcknowledgement()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send(IngestScene.Inventory(1, now), IngestScene.Xid(2, 79, now));
        await stream.AcknowledgedAsync(2);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var condition = await db.Set<Condition>().SingleAsync(Token);
        Assert.AreEqual("xid-79", condition.Code);
        Assert.AreEqual(IngestScene.GpuUuid, condition.GpuUuid);
        Assert.AreEqual(ConditionState.Firing, condition.State);
        Assert.AreEqual(DrainAdvice.Now, condition.Drain);
        var fired = await db.Set<JournalEntry>().SingleAsync(entry => entry.Kind == JournalKinds.ConditionFired, Token);
        Assert.AreEqual("rule:gpu-xid", fired.Actor);
    }

    /// <summary>The reboot's own Event may come with a later batch than what it mended: on-call was told of a fault that was long over.</summary>
    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Fault_OfAnEarlierBoot_IsKeptAndAlarmsNobody()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.ConnectBooted("after", Token);
        var now = TimeProvider.System.GetUtcNow();
        var (xid, lost, later) = (IngestScene.Xid(2, 79, now.AddHours(-1)), IngestScene.Xid(3, 0, now.AddHours(-1)), IngestScene.Xid(4, 95, now));
        (xid.Event.BootId, lost.Event.BootId, later.Event.BootId) = ("before", "before", "after");
        lost.Event.Kind = SovereignFleet.Proto.EventKinds.FallenOffBus;

        stream.Send(IngestScene.Inventory(1, now), xid, lost);
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.IsEmpty(await db.Set<Condition>().ToListAsync(Token));
        Assert.AreEqual(2, await db.Set<JournalEntry>().CountAsync(entry => entry.Kind == JournalKinds.EventSeen, Token));
        stream.Send(later);
        await stream.AcknowledgedAsync(4);
        Assert.AreEqual("xid-95", (await db.Set<Condition>().SingleAsync(Token)).Code);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_Stored_IsWhatTheMapperMadeOfIt()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        // Postgres keeps microseconds.
        var now = new DateTimeOffset(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        var xid = IngestScene.Xid(7, 48, now);
        xid.Event.ReadAt = Timestamp.FromDateTimeOffset(now.AddMilliseconds(3));
        xid.Event.Detail["process"] = "python3";

        stream.Send(xid);
        await stream.AcknowledgedAsync(7);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var stored = await db.Set<StoredEvent>().SingleAsync(Token);
        var mapped = EventMapper.ToStored(xid, new HostIdentity(stored.HostId, "", ""), new GpuDirectory(), stored.ReceivedAt);
        foreach (var property in typeof(StoredEvent).GetProperties().Where(property => property.Name != nameof(StoredEvent.Detail)))
            Assert.AreEqual(property.GetValue(mapped), property.GetValue(stored), property.Name);
        Assert.AreEqual("python3", System.Text.Json.JsonDocument.Parse(stored.Detail).RootElement.GetProperty("process").GetString());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_SentAgainAfterItsCommit_IsNoSecondOne()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        var xid = IngestScene.Xid(7, 48, TimeProvider.System.GetUtcNow());
        await using (var first = scene.Connect(Token))
        {
            first.Send(xid, xid);
            await first.AcknowledgedAsync(7);
        }

        await using var second = scene.Connect(Token);
        second.Send(xid);
        await second.AcknowledgedAsync(7);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(1, await db.Set<StoredEvent>().CountAsync(Token));
        Assert.AreEqual(1, (await db.Set<Condition>().SingleAsync(Token)).Count);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Frames_OutOfOrderAndTwice_AreStoredOnceEach()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        var minute = new DateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(-2).Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        await using (var first = scene.Connect(Token))
        {
            first.Send(IngestScene.Frame(3, minute.AddSeconds(2), 52), IngestScene.Frame(1, minute, 50));
            await WaitUntilHandledAsync(first);
        }

        // The first stream ended before its acknowledgement: all is sent again, with one more.
        await using (var second = scene.Connect(Token))
        {
            second.Send(IngestScene.Frame(1, minute, 50), IngestScene.Frame(2, minute.AddSeconds(1), 51), IngestScene.Frame(3, minute.AddSeconds(2), 52));
            await WaitUntilHandledAsync(second);
        }

        var points = await new TelemetryRanges(scene.Database.DataSource)
            .ReadAsync(IngestScene.GpuUuid, MetricIndex.Named("temperature_c")!, minute, minute.AddSeconds(4), 10, [], Token);
        CollectionAssert.AreEqual(new[] { 50, 51, 52, double.NaN }, points.Select(point => point.Mean).ToArray());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task LiveFrame_PutsThePulseOnTheBoard()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send(IngestScene.Frame(10, now, 40), IngestScene.Frame(4, now.AddHours(-1), 90));
        await WaitUntilHandledAsync(stream);

        var pulse = scene.Pulses.Take().Single();
        Assert.AreEqual(40, SovereignFleet.Proto.Link.Frame.Parser.ParseFrom(pulse.Frame).Gpus[0].TemperatureC);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Frame_FromTheFuture_BecomesAnEventAndIsAcknowledged()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);

        stream.Send(IngestScene.Frame(1, TimeProvider.System.GetUtcNow().AddMinutes(6), 40));
        await stream.AcknowledgedAsync(1);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual("frame_refused", (await db.Set<StoredEvent>().SingleAsync(Token)).Kind);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Connect_AgainWhileAnOlderStreamIsOpen_EndsTheOlder()
    {
        await using var scene = await IngestScene.CreateAsync(Token);
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
        await using var scene = await IngestScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        stream.Send(IngestScene.Inventory(1, now), IngestScene.Xid(2, 79, now.AddMinutes(-2)));
        await stream.AcknowledgedAsync(2);

        var reboot = IngestScene.Xid(3, 0, now);
        reboot.Event.Kind = "reboot";
        reboot.Event.PciAddress = "";
        stream.Send(reboot);
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(ConditionState.Resolved, (await db.Set<Condition>().SingleAsync(Token)).State);
    }

    // An Event is acknowledged at once, in the order of arrival: then what was sent before it is in.
    private static async Task WaitUntilHandledAsync(OpenStream stream)
    {
        stream.Send(IngestScene.Xid(1000, 13, TimeProvider.System.GetUtcNow()));
        await stream.AcknowledgedAsync(1000);
        stream.Send(IngestScene.Xid(1001, 13, TimeProvider.System.GetUtcNow()));
        await stream.AcknowledgedAsync(1001);
    }
}
