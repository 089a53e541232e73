using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Overview.Charts;
using SovereignFleet.Tests.Server.Link;

namespace SovereignFleet.Tests.Server.Overview.Charts;

/// <summary>What an agent told of, also what no rule made a Condition of.</summary>
[TestClass]
public sealed class ChartedEventsTests(TestContext context)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task ReadAsync_OfAHost_HasItsEventsOfTheTimeAndKindsTheLatestFirst()
    {
        var token = context.CancellationToken;
        await using var scene = await LinkScene.CreateAsync(token);
        var other = await scene.DeclareAsync("gpu-fra1-01", "fra1", null, null, token);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(token))
        {
            db.AddRange(
                Seen(scene.Host.Id, 1, "xid", 13, 50), Seen(scene.Host.Id, 2, "xid", 31, 10), Seen(scene.Host.Id, 3, "reboot", 0, 5),
                Seen(scene.Host.Id, 4, "xid", 48, 90), Seen(other, 5, "xid", 79, 10));
            await db.SaveChangesAsync(token);
        }

        var events = new ChartedEvents(scene.Database.Contexts);
        var xids = await events.ReadAsync(scene.Host.Name, ["xid"], Now.AddHours(-1), Now, SiteScope.All, token);
        var all = await events.ReadAsync(scene.Host.Name, [], Now.AddHours(-1), Now, SiteScope.All, token);

        Assert.AreEqual("31 13", string.Join(' ', xids!.Select(seen => seen.Code)));
        Assert.AreEqual("reboot xid xid", string.Join(' ', all!.Select(seen => seen.Kind)));
        Assert.IsNull(await events.ReadAsync("nobody", [], Now.AddHours(-1), Now, SiteScope.All, token));
    }

    private static StoredEvent Seen(Guid host, long sequence, string kind, int code, int minutesAgo) => new()
    {
        HostId = host,
        SpoolId = LinkScene.Spool,
        Sequence = sequence,
        At = Now.AddMinutes(-minutesAgo),
        ReceivedAt = Now,
        Kind = kind,
        GpuUuid = kind == "xid" ? LinkScene.GpuUuid : null,
        Code = code,
        Count = 1,
        Source = "kernel",
        Text = "as it was read",
    };
}
