using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

[TestClass]
public sealed class RefusalNewsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly KeptLog<RefusalNews> log = new();

    [TestMethod]
    public void Tell_AThousandOfAKind_LogsTheFirstAndThenACountEachMinute()
    {
        using var news = new RefusalNews(time, log);
        for (var call = 0; call < 1000; call++)
        {
            news.Tell(Listener.Agents, "Unreadable", "192.0.2.7");
        }

        Assert.HasCount(1, log.Lines);
        time.Advance(RefusalNews.ToldEach);
        Assert.HasCount(2, log.Lines);
        StringAssert.Contains(log.Lines[1], " 999 ");
        time.Advance(RefusalNews.ToldEach * 5);
        Assert.HasCount(2, log.Lines);
        news.Tell(Listener.Agents, "Unreadable", "192.0.2.8");
        Assert.HasCount(3, log.Lines);
    }

    [TestMethod]
    public void Tell_OfAnotherKindOrDoor_IsNotHidden()
    {
        using var news = new RefusalNews(time, log);
        news.Tell(Listener.Agents, "Unreadable", "192.0.2.7");
        news.Tell(Listener.Api, "Unreadable", "192.0.2.7");
        news.Tell(Listener.Api, "TooManyConnections", "192.0.2.7");

        Assert.HasCount(3, log.Lines);
    }
}
