using CsCheck;
using SovereignFleet.Server.Link.Intake;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class StreamClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Judge_AnHourOff_KeepsItsOrder()
    {
        var clock = new StreamClock(TimeSpan.FromHours(1));

        Assert.AreEqual(FrameTime.Ahead, clock.Judge(1, Now.AddMinutes(66), Now));
        Assert.AreEqual(FrameTime.Live, clock.Judge(5, Now.AddHours(1), Now));
        Assert.AreEqual(FrameTime.Late, clock.Judge(4, Now.AddHours(1), Now), "older by its number");
        Assert.AreEqual(FrameTime.Late, clock.Judge(6, Now.AddMinutes(-5), Now), "from the spool by its time");
    }

    [TestMethod]
    [DataRow(-3600)]
    [DataRow(3600)]
    public void Judge_ClockSetWhileTheStreamIsOpen_IsLiveAgainAtTheThirdFrame(int by)
    {
        var before = by < 0 ? FrameTime.Late : FrameTime.Ahead;
        var clock = new StreamClock(TimeSpan.Zero);
        clock.Judge(1, Now, Now);
        var judged = Enumerable.Range(1, 4).Select(second => clock.Judge((ulong)second + 1, Now.AddSeconds(second + by), Now.AddSeconds(second))).ToArray();

        CollectionAssert.AreEqual(new[] { before, before, FrameTime.Live, FrameTime.Live }, judged);
        Assert.AreEqual(TimeSpan.FromSeconds(by), clock.Skew);
    }

    /// <summary>The server, the network or the database is held up for a while, and all that waited comes at once.</summary>
    [TestMethod]
    public void Judge_AfterAnyPauses_NoFrameOfNowIsAheadOrLate() => Gen.Select(Gen.Int[5, 1200], Gen.Int[1, 40]).Array[1, 5].Sample(pauses =>
    {
        var clock = new StreamClock(TimeSpan.Zero);
        var (sequence, second) = (0UL, 0);
        foreach (var (pause, quiet) in pauses)
        {
            for (var waited = 0; waited < pause; waited++)
            {
                // Read while all stood still; received when it went on.
                var held = clock.Judge(++sequence, Now.AddSeconds(second + waited), Now.AddSeconds(second + pause));
                Assert.AreNotEqual(FrameTime.Ahead, held);
            }

            second += pause;
            for (var live = 0; live < quiet; live++, second++)
            {
                Assert.AreEqual(FrameTime.Live, clock.Judge(++sequence, Now.AddSeconds(second), Now.AddSeconds(second)));
            }
        }

        Assert.AreEqual(TimeSpan.Zero, clock.Skew);
    }, iter: 200);

    /// <summary>The Hello itself waited: it tells of a clock that is behind.</summary>
    [TestMethod]
    public void Judge_HelloThatWaited_IsMendedByTheFirstFrames()
    {
        var clock = new StreamClock(TimeSpan.FromMinutes(-7));
        var judged = Enumerable.Range(1, 4).Select(second => clock.Judge((ulong)second, Now.AddSeconds(second), Now.AddSeconds(second))).ToArray();

        CollectionAssert.AreEqual(new[] { FrameTime.Ahead, FrameTime.Ahead, FrameTime.Live, FrameTime.Live }, judged);
        Assert.AreEqual(TimeSpan.Zero, clock.Skew);
    }
}
