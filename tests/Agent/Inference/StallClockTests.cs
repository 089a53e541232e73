using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Inference.Probes;

namespace SovereignFleet.Tests.Agent.Inference;

[TestClass]
public sealed class StallClockTests
{
    // What runs / the counter, a reading every ten seconds; "-" is unknown. To the seconds that it stands still.
    [TestMethod]
    [DataRow("3/100 3/100 3/100", "- 10 20")]
    [DataRow("3/100 3/101 3/101", "- - 10")]
    [DataRow("3/100 2/100 2/100", "- - 10")] // one ended: embeddings make no token
    [DataRow("3/100 4/100 4/100", "- 10 20")] // more came, none ended
    [DataRow("0/100 0/100 1/100 1/100", "- - - 10")] // it had nothing to do before
    [DataRow("3/100 -/- 3/100", "- - 20")] // a reading that failed: the counter tells that nothing was done
    [DataRow("3/100 -/- 3/101", "- - -")]
    [DataRow("3/100 3/- 3/-", "- - -")]
    [DataRow("3/100 3/5 3/5", "- - 10")] // the server was restarted
    public void Next_Readings_TellsHowLongNothingWasDone(string readings, string expected)
    {
        var time = new FakeTimeProvider();
        var clock = new StallClock(time);
        var told = readings.Split(' ').Select(reading =>
        {
            var still = clock.Next(Number(reading.Split('/')[0]), Number(reading.Split('/')[1]));
            time.Advance(TimeSpan.FromSeconds(10));
            return still is { } known ? $"{known.TotalSeconds}" : "-";
        });

        Assert.AreEqual(expected, string.Join(' ', told));
    }

    private static double? Number(string text) => text == "-" ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
