using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>Messages that cannot be stored as they are: told, acknowledged, and in nobody's way. An agent sends again what is not acknowledged,
/// so one that could never be stored would keep its Host deaf.</summary>
[TestClass]
public sealed class PoisonMessageTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Message_ThatTheDatabaseRefuses_IsToldAndHoldsUpNoOther()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        var poison = LinkScene.Inventory(1, now);
        poison.Inventory.Gpus[0].Serial = "16\05";

        stream.Send(poison, LinkScene.Inventory(2, now), LinkScene.Xid(3, 79, now));
        await stream.AcknowledgedAsync(1);
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var told = await db.Events.SingleAsync(row => row.Sequence == 1, Token);
        Assert.AreEqual("message_refused", told.Kind);
        StringAssert.Contains(told.Text, "Inventory");
        Assert.AreEqual("xid-79", (await db.Conditions.SingleAsync(Token)).Code);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_WhoseTextIsCutInTheMiddleOfACharacter_IsStored()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var message = LinkScene.Xid(1, 79, TimeProvider.System.GetUtcNow());
        message.Event.Text = new string('a', 2047) + "\U0001F525 on fire";
        message.Event.Detail[new string('k', 100) + "1"] = "one";
        message.Event.Detail[new string('k', 100) + "2"] = "two";

        stream.Send(message);
        await stream.AcknowledgedAsync(1);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var stored = await db.Events.SingleAsync(Token);
        Assert.AreEqual(("xid", new string('a', 2047)), (stored.Kind, stored.Text));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Frame_RefusedAndSentTwiceInOneBatch_IsToldOnceAndTheStreamGoesOn()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        var future = now.AddHours(1);

        stream.Send(LinkScene.Frame(1, future, 40), LinkScene.Frame(1, future, 40), LinkScene.Xid(2, 79, now), LinkScene.Frame(3, now, 40));
        await stream.AcknowledgedAsync(1);
        await stream.AcknowledgedAsync(2);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(1, await db.Events.CountAsync(row => row.Kind == "frame_refused", Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Xid_OfAHostWhoseClockIsAnHourBehind_IsFoundNowByOurClock()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var behind = TimeProvider.System.GetUtcNow().AddHours(-1).AddSeconds(-1);
        await using var stream = new OpenStream(scene, new() { AgentVersion = "test", Now = Timestamp.FromDateTimeOffset(behind) }, Token);

        // A warning, which is over when it stays away for an hour; judged again with the next message.
        stream.Send(LinkScene.Inventory(1, behind), LinkScene.Xid(2, 92, behind));
        await stream.AcknowledgedAsync(2);
        stream.Send(LinkScene.Xid(3, 79, behind.AddSeconds(1)));
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        foreach (var condition in await db.Conditions.ToListAsync(Token))
        {
            Assert.AreEqual(ConditionState.Firing, condition.State, condition.Code);
            Assert.IsLessThan(TimeSpan.FromMinutes(5), TimeProvider.System.GetUtcNow() - condition.LastFoundAt, condition.Code);
        }
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Xid_OfYesterday_IsStoredAndOnlyOneThatStillMattersFires()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send(LinkScene.Inventory(1, now), LinkScene.Xid(2, 92, now.AddHours(-20)), LinkScene.Xid(3, 79, now.AddHours(-20)));
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(2, await db.Events.CountAsync(Token));
        // No reset and no reboot since: it is still so.
        Assert.AreEqual("xid-79", (await db.Conditions.SingleAsync(Token)).Code);
    }
}
