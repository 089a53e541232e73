using SovereignFleet.Server.Api;

namespace SovereignFleet.Tests.Server.Api;

[TestClass]
public sealed class ConnectionRoomTests
{
    [TestMethod]
    public void Enter_OfOneNetworkOrInAll_HasABound()
    {
        var room = new ConnectionRoom(mostOfOne: 2, mostInAll: 3);
        using var first = room.Enter("192.0.2.7");
        using var second = room.Enter("192.0.2.7");
        Assert.IsNull(room.Enter("192.0.2.7"));
        using var third = room.Enter("192.0.2.8");
        Assert.IsNull(room.Enter("192.0.2.9"));
    }

    [TestMethod]
    public void Place_ThatIsLeftTwice_IsFreeOnce()
    {
        var room = new ConnectionRoom(mostOfOne: 2, mostInAll: 2);
        using var stays = room.Enter("192.0.2.7");
        var goes = room.Enter("192.0.2.7")!;
        goes.Dispose();
        goes.Dispose();

        using var next = room.Enter("192.0.2.7");
        Assert.IsNotNull(next);
        Assert.IsNull(room.Enter("192.0.2.7"));
    }
}
