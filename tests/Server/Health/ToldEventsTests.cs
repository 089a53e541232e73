using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Server.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Health;

/// <summary>From what an agent tells to the Condition and the Journal, on a real database.</summary>
[TestClass]
public sealed class ToldEventsTests(TestContext context)
{
    private const string Silent = "gpu-yul1-02";

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task RecordOfABmcsLog_ToldByTheGateway_IsThatHostsConditionUntilItIsTakenBack()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await scene.DeclareAsync(Silent, "yul1", scene.Host.Id, heardAt: null, Token);
        await using var stream = scene.Connect(Token);

        stream.Send(Sel(1, "Asserted"));
        await stream.AcknowledgedAsync(1);
        var found = await ConditionAsync(scene);
        stream.Send(Sel(2, "Deasserted"));
        await stream.AcknowledgedAsync(2);

        Assert.AreEqual((silent, "bmc-log-critical-interrupt-0x90.bus-fatal-error", ConditionState.Firing), (found.HostId, found.Code, found.State));
        Assert.AreEqual(ConditionState.Resolved, (await ConditionAsync(scene)).State);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Cleanup_AfterAnotherXid_NamesItInTheJournal()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var told = LinkScene.Xid(1, 45, TimeProvider.System.GetUtcNow());
        told.Event.Detail["follows_xid"] = "48";

        stream.Send(told);
        await stream.AcknowledgedAsync(1);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        StringAssert.StartsWith((await db.JournalEntries.SingleAsync(entry => entry.Kind == JournalKinds.EventSeen, Token)).Summary, "XID 45 after XID 48: ");
        Assert.AreEqual(0, await db.Conditions.CountAsync(Token));
    }

    private async Task<Condition> ConditionAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.AsNoTracking().SingleAsync(Token);
    }

    private static ConnectRequest Sel(ulong sequence, string direction) => new()
    {
        SpoolId = LinkScene.Spool,
        Sequence = sequence,
        Event = new Event
        {
            At = TimeProvider.System.GetUtcNow().ToTimestamp(),
            Kind = EventKinds.BmcSel,
            Count = 1,
            Source = "bmc",
            Text = "Critical Interrupt #0x90 | Bus Fatal Error | " + direction,
            Host = Silent,
            Detail = { ["sensor"] = "Critical Interrupt #0x90", ["what"] = "Bus Fatal Error", ["direction"] = direction },
        },
    };
}
