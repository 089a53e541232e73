using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Tests.Server.Link;

[TestClass]
public sealed class LinkPartsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("0000:05:00")]
    [DataRow("PCI:0000:05:00")]
    [DataRow("00000000:05:00.0")]
    [DataRow("05:00.0")]
    public void PciAddress_HoweverWritten_IsTheSame(string text) =>
        Assert.AreEqual(new PciAddress(0, 5, 0), PciAddress.Parse(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("invalid")]
    [DataRow("0000:zz:00")]
    [DataRow("0000:100:00")]
    public void PciAddress_OfNoAddress_IsNull(string text) => Assert.IsNull(PciAddress.Parse(text));

    [TestMethod]
    public void AckRanges_OfGapsAndDoubles_AreShort()
    {
        var ack = AckRanges.Of(new ulong[] { 3, 1, 2, 2, 7, 8 }.Select(sequence => new MessageKey("s", sequence))).Single();

        CollectionAssert.AreEqual(new[] { (1UL, 3UL), (7UL, 8UL) }, ack.Ranges.Select(range => (range.First, range.Last)).ToArray());
    }

    [TestMethod]
    public void Quietness_CountsReadingsAndForgetsAtAFailedOne()
    {
        var idle = new InferenceReading { InFlight = 0, Queued = 0 };
        var quiet = Quietness.Unknown.Next([idle], Now).Next([idle, idle], Now.AddSeconds(1));
        Assert.AreEqual((2, Now), (quiet.Readings, quiet.Since));

        Assert.AreEqual(Quietness.Unknown, quiet.Next([idle, new InferenceReading { Error = "refused" }], Now));
        Assert.AreEqual(Quietness.Unknown, quiet.Next([], Now), "no reading is no zero");
        Assert.AreEqual(0, quiet.Next([new InferenceReading { InFlight = 1, Queued = 0 }], Now).Readings);
        var below = new InferenceReading { InFlight = -1, Queued = 0 };
        Assert.AreEqual(0, quiet.Next([new InferenceReading { InFlight = 1, Queued = 0 }, below], Now).Readings, "one server's nonsense hides no other's request");
    }
}
