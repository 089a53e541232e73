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

    /// <summary>A GPU was lost for 6 s and well again; the server restarts within a minute and gets from the spool what was not acknowledged.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Judge_AfterARestartOfTheServer_WhatWasReadBeforeIsNeverLive(bool tellsItsSpool) => Gen.Select(Gen.Int[1, 90], Gen.Int[0, 30], Gen.Int[-7200, 7200], Gen.Bool).Sample(
        (spooled, away, skew, liveFirst) =>
        {
            var hello = Now.AddSeconds(skew + 0.4);
            var clock = new StreamClock(TimeSpan.FromSeconds(skew), tellsItsSpool ? 1000UL : 0, hello);
            var live = Enumerable.Range(1, 3).Select(second => (Sequence: 1000UL + (ulong)second, At: Now.AddSeconds(skew + second), Received: Now.AddSeconds(second)));
            // The last of them was read in the second of the Hello.
            var before = Enumerable.Range(0, spooled).Reverse().Select(ago => (Sequence: 1000UL - (ulong)ago, At: Now.AddSeconds(skew - ago), Received: Now.AddSeconds(1 + (away * 0.01))));
            foreach (var (sequence, at, received) in liveFirst ? live.Concat(before) : before.Concat(live))
            {
                Assert.AreEqual(sequence > 1000 ? FrameTime.Live : FrameTime.Late, clock.Judge(sequence, at, received), $"{sequence}");
            }
        }, iter: 500);

    /// <summary>The database stood still: what was read meanwhile waited on the way, and is not now.</summary>
    [TestMethod]
    public void Judge_FramesThatWereHeldUp_OnlyTheLastSecondsAreNow()
    {
        var clock = new StreamClock(TimeSpan.Zero, 0, Now.AddSeconds(-1));
        clock.Judge(1, Now, Now);

        var judged = Enumerable.Range(1, 40).Select(second => clock.Judge((ulong)second + 1, Now.AddSeconds(second), Now.AddSeconds(40))).ToArray();

        Assert.IsTrue(judged.Take(34).All(when => when == FrameTime.Late));
        Assert.AreEqual(FrameTime.Live, judged[^1]);
    }
}
