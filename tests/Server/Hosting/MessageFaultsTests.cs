using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Tests.Server.Hosting;

[TestClass]
public sealed class MessageFaultsTests
{
    [TestMethod]
    [DataRow("a\0b", "gpus.serial has the character NUL in it.")]
    [DataRow("GPU \U0001F525", null)]
    public void Of_Text_NamesTheField(string text, string? expected) =>
        Assert.AreEqual(expected, MessageFaults.Of(new Inventory { Gpus = { new GpuInfo { Serial = text } } }));

    [TestMethod]
    [DataRow(0xD800)]
    [DataRow(0xDC00)]
    public void Of_HalfACharacter_NamesTheField(int half) => Assert.AreEqual(
        "host_name has half a character in it: a surrogate without its other half.", MessageFaults.Of(new GetHostRequest { HostName = $"a{(char)half}b" }));

    [TestMethod]
    public void Of_TextWithoutEnd_IsAFaultAndADocumentIsNone()
    {
        var text = new string('a', MessageFaults.LongestText + 1);

        Assert.AreEqual("host_name has 4097 letters; at most 4096 are taken.", MessageFaults.Of(new GetHostRequest { HostName = text }));
        Assert.IsNull(MessageFaults.Of(new ApplyInventoryRequest { Json = text }));
        Assert.AreEqual("json has the character NUL in it.", MessageFaults.Of(new ApplyInventoryRequest { Json = "\0" }));
    }

    [TestMethod]
    [DataRow(-1L, 0, "from is before 1970.")]
    [DataRow(0L, 0, null)]
    [DataRow(0L, -1, "from is no time: its nanos are -1.")]
    [DataRow(0L, 1_000_000_000, "from is no time: its nanos are 1000000000.")]
    [DataRow(7_258_118_399L, 999_999_999, null)]
    [DataRow(7_258_118_400L, 0, "from is after 2199.")]
    [DataRow(long.MaxValue, 0, "from is after 2199.")]
    [DataRow(long.MinValue, 0, "from is before 1970.")]
    public void Of_Time_MustBeOne(long seconds, int nanos, string? expected) =>
        Assert.AreEqual(expected, MessageFaults.Of(new GetTelemetryRequest { From = new Timestamp { Seconds = seconds, Nanos = nanos } }));

    [TestMethod]
    [DataRow(60L, 0, true)]
    [DataRow(60L, -1, false)]
    [DataRow(0L, int.MaxValue, false)]
    [DataRow(long.MaxValue, 0, false)]
    public void Of_Length_MustBeOne(long seconds, int nanos, bool fits) =>
        Assert.AreEqual(fits, MessageFaults.Of(new CaptureConsole { Length = new Duration { Seconds = seconds, Nanos = nanos } }) is null);

    [TestMethod]
    public void Of_MapsAndLists_LooksAtEach()
    {
        Assert.AreEqual("fru has the character NUL in it.", MessageFaults.Of(new BmcInfo { Fru = { ["\0"] = "" } }));
        Assert.AreEqual("fru has the character NUL in it.", MessageFaults.Of(new BmcInfo { Fru = { [""] = "\0" } }));
        Assert.AreEqual("not_supported has the character NUL in it.", MessageFaults.Of(new GpuInfo { NotSupported = { "", "\0" } }));
    }
}
