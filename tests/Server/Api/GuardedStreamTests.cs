using Grpc.Core;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Server.Api;

[TestClass]
public sealed class GuardedStreamTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Watch_SessionEnds_EndsTheStream()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var vera = await scene.AsAsync(ApiScene.Viewer, Token);
        using var fleet = vera.Fleet.WatchFleet(new WatchFleetRequest(), vera.With(Token));
        using var drains = vera.Drains.WatchDrains(new WatchDrainsRequest(), vera.With(Token));
        Assert.IsTrue(await fleet.ResponseStream.MoveNext(Token));
        Assert.IsTrue(await drains.ResponseStream.MoveNext(Token));

        await vera.Accounts.SignOutAsync(new SignOutRequest(), vera.With(Token));

        Assert.AreEqual(StatusCode.Unauthenticated, await EndAsync(fleet));
        Assert.AreEqual(StatusCode.Unauthenticated, await EndAsync(drains));
    }

    private async Task<StatusCode> EndAsync<T>(AsyncServerStreamingCall<T> call)
    {
        var ended = await Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Token))
            {
                // What was on its way.
            }
        });
        return ended.StatusCode;
    }
}
