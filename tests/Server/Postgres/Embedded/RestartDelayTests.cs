using SovereignFleet.Server.Postgres.Embedded;

namespace SovereignFleet.Tests.Server.Postgres.Embedded;

[TestClass]
public sealed class RestartDelayTests
{
    [TestMethod]
    public void Next_OfAPostgresThatEndsAgainAndAgain_IsAtOnceThenLongerUpToFiveMinutes()
    {
        var delay = new RestartDelay();
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var pauses = new List<double>();
        for (var time = 0; time < 10; time++)
        {
            pauses.Add(delay.Next(now).TotalSeconds);
            now += TimeSpan.FromSeconds(pauses[^1] + 1);
        }

        Assert.AreEqual("0 2 4 8 16 32 64 128 256 300", string.Join(' ', pauses));
        Assert.AreEqual(300, delay.Next(now).TotalSeconds);
        Assert.AreEqual(TimeSpan.Zero, delay.Next(now.AddMinutes(16)), "It ran well for ten minutes.");
    }
}
