using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>The server restarts, and every agent sends again what was not acknowledged: a minute of Frames, in which a GPU was lost for 6 s and is well again.</summary>
[TestClass]
public sealed class RestartTests
{
    private const int Restarts = 10;

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Restart_AfterAFaultThatWasMended_RaisesNothing(bool tellsItsSpool)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var sequence = 0UL;
        for (var restart = 0; restart < Restarts; restart++)
        {
            var now = TimeProvider.System.GetUtcNow();
            var spooled = Enumerable.Range(0, 60).Select(second => Read(++sequence, now.AddSeconds(second - 60), isLost: second is >= 40 and < 46)).ToArray();
            await using var stream = new OpenStream(scene, new Hello { AgentVersion = "test", Now = Timestamp.FromDateTimeOffset(now), Spooled = tellsItsSpool ? sequence : 0 }, Token);
            stream.Send(spooled);
            stream.Send(Read(++sequence, now.AddSeconds(1), isLost: false));
            await HeardAsync(scene);
        }

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Conditions.CountAsync(row => row.Code == "gpu-lost", Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Restart_WhileAGpuIsLost_FindsItByTheFirstFrameOfNow()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        await using var stream = new OpenStream(scene, new Hello { AgentVersion = "test", Now = Timestamp.FromDateTimeOffset(now), Spooled = 1 }, Token);

        stream.Send(LinkScene.Inventory(2, now), Read(1, now.AddSeconds(-1), isLost: true), Read(3, now.AddSeconds(1), isLost: true));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await Until.Async("the lost GPU is found", stop => db.Conditions.CountAsync(row => row.Code == "gpu-lost", stop), found => found == 1, Token);
    }

    /// <summary>All that was sent before the Frame of now is judged by then.</summary>
    private async Task HeardAsync(LinkScene scene) =>
        await Until.TrueAsync("what is read now is heard", () => scene.Heartbeats.Take().Count > 0, Token);

    private static ConnectRequest Read(ulong sequence, DateTimeOffset at, bool isLost)
    {
        var message = LinkScene.Frame(sequence, at, 40);
        message.Frame.Gpus[0].State = isLost ? GpuReading.Types.State.Lost : GpuReading.Types.State.Present;
        return message;
    }
}
