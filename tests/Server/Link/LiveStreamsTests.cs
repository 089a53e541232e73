using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class LiveStreamsTests
{
    private static readonly HostIdentity Host = new(Guid.NewGuid(), "gpu-yul1-01", "yul1");

    [TestMethod]
    public void Enter_OlderIsOverAlready_TakesItsPlace()
    {
        var streams = new LiveStreams();
        var older = new HostStream(Host, CancellationToken.None);
        streams.Enter(older);
        older.Dispose();
        using var newer = new HostStream(Host, CancellationToken.None);

        Assert.AreSame(older, streams.Enter(newer));
        Assert.AreSame(newer, streams.All.Single());
        Assert.IsFalse(newer.Ending.IsCancellationRequested);
    }

    /// <summary>Streams of one Host that come and go at once, each over as soon as it has left.</summary>
    [TestMethod]
    public void EnterAndLeave_AllAtOnce_NobodyIsLockedOut()
    {
        var streams = new LiveStreams();
        Parallel.For(0, 20_000, _ =>
        {
            using var stream = new HostStream(Host, CancellationToken.None);
            streams.Enter(stream);
            streams.Leave(stream);
        });

        Assert.IsEmpty(streams.All);
    }
}
