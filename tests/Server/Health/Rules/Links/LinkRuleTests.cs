using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Rules.Links;

namespace SovereignFleet.Tests.Server.Health.Rules.Links;

[TestClass]
public sealed class LinkRuleTests
{
    [TestMethod]
    // load, generation, width, expected width (0: what GPU and slot can) -> verdict
    [DataRow(95, 5, 16, 0, "clear")]
    [DataRow(95, 5, 8, 0, "found")]
    [DataRow(95, 3, 16, 0, "found")]
    [DataRow(95, 5, 8, 8, "clear")]
    [DataRow(0, 1, 16, 0, "")]
    [DataRow(0, 5, 8, 0, "")]
    [DataRow(-1, 1, 8, 0, "")]
    public void Pcie_OfEachLoad_IsJudged(int load, int generation, int width, int expectedWidth, string verdict)
    {
        var window = Windows.Of(gpus: 1, expectedWidth == 0 ? null : new HostProfile { PcieGeneration = 5, PcieWidth = expectedWidth }).Read(reading =>
        {
            (reading.PcieGeneration, reading.PcieWidth) = (generation, width);
            if (load >= 0)
            {
                reading.GpuUtilizationPercent = load;
            }
        });

        Assert.AreEqual(verdict, new PcieLinkRule().Says(window, "GPU-0"));
    }

    [TestMethod]
    public void Pcie_NoneRead_SaysNothing() =>
        Assert.AreEqual("", new PcieLinkRule().Says(Windows.Of(gpus: 1).Read(reading => reading.GpuUtilizationPercent = 95), "GPU-0"));

    [TestMethod]
    // up, down, expected (-1: nobody said) -> verdict
    [DataRow(18, 0, -1, "clear")]
    [DataRow(17, 1, -1, "found")]
    [DataRow(0, 12, -1, "clear", DisplayName = "a board without a bridge")]
    [DataRow(0, 18, 18, "found")]
    [DataRow(16, 0, 18, "found")]
    [DataRow(4, 8, 4, "clear", DisplayName = "one bridge of three, as a person has confirmed")]
    public void NvLink_OfEachNumber_IsJudged(int up, int down, int expected, string verdict) => Assert.AreEqual(
        verdict,
        new NvLinkDownRule().Says(
            Windows.Of(gpus: 1, expected < 0 ? null : new HostProfile { NvLinks = expected }).Read(reading => (reading.NvlinkLinksUp, reading.NvlinkLinksDown) = (up, down)), "GPU-0"));

    [TestMethod]
    public void NvLink_AllDownThatWereUp_IsFound()
    {
        var window = Windows.Of(gpus: 1).Read(reading => reading.NvlinkLinksUp = 18, Windows.Now.AddSeconds(-10)).Read(reading => (reading.NvlinkLinksUp, reading.NvlinkLinksDown) = (0, 18));

        Assert.AreEqual("GPU 0 has 0 of 18 NVLinks up.", new NvLinkDownRule().Finds(window).Sentence);
    }

    [TestMethod]
    // before, now: replays, CRC errors -> severity and drain; "" = clear
    [DataRow(5L, 5L, 7L, 7L, "", "")]
    [DataRow(5L, 6L, 7L, 7L, "Warning", "NextWindow")]
    [DataRow(5L, 5L, 7L, 8L, "Warning", "None")]
    [DataRow(5L, 5L, 7L, 107L, "Critical", "NextWindow")]
    [DataRow(5L, 0L, 7L, 0L, "", "", DisplayName = "the driver was loaded anew")]
    public void NvLinkErrors_OfEachStep_AreJudged(long replaysBefore, long replays, long crcBefore, long crc, string severity, string drain)
    {
        var window = Windows.Of(gpus: 1)
            .Read(reading => (reading.NvlinkReplays, reading.NvlinkCrcErrors) = (replaysBefore, crcBefore), Windows.Now.AddSeconds(-1))
            .Read(reading => (reading.NvlinkReplays, reading.NvlinkCrcErrors) = (replays, crc));

        var verdict = new NvLinkErrorsRule().Judge(window, Windows.Now).Single();

        Assert.AreEqual(severity, verdict.Finding?.Severity.ToString() ?? "");
        Assert.AreEqual(drain, verdict.Finding?.Drain.ToString() ?? "");
    }

    [TestMethod]
    public void NvLinkErrors_OfNvLink5_CountInWordsOfTheirOwn()
    {
        var window = Windows.Of(gpus: 1).Read(reading => reading.NvlinkFailedRecoveries = 0, Windows.Now.AddSeconds(-1)).Read(reading => reading.NvlinkFailedRecoveries = 1);

        Assert.AreEqual("found", new NvLinkErrorsRule().Says(window, "GPU-0"));
    }

    [TestMethod]
    // state, status, health mask -> severity; "" = clear
    [DataRow(0, 0, 0, "")]
    [DataRow(3, 0, 0, "")]
    [DataRow(3, 0, 0b10_10_10_10, "", DisplayName = "each fault is denied")]
    [DataRow(1, 0, 0, "Critical")]
    [DataRow(2, 0, 0, "Critical")]
    [DataRow(3, 999, 0, "Critical")]
    [DataRow(3, 0, 0b00_00_00_01, "Warning", DisplayName = "degraded bandwidth")]
    [DataRow(3, 0, 0b00_01_00_00, "Warning", DisplayName = "unhealthy route")]
    [DataRow(3, 0, 0x100, "", DisplayName = "the configuration is right")]
    [DataRow(3, 0, 0x200, "Warning", DisplayName = "the configuration is wrong")]
    public void Fabric_OfEachState_IsJudged(int state, int status, int health, string severity)
    {
        var window = Windows.Of(gpus: 1).Read(reading => (reading.FabricState, reading.FabricStatus, reading.FabricHealth) = (state, status, health));

        Assert.AreEqual(severity, new FabricStateRule().Judge(window, Windows.Now).Single().Finding?.Severity.ToString() ?? "");
    }

    [TestMethod]
    public void Rules_OfAGpuThatIsNotRead_SayNothing()
    {
        var window = Windows.Of(gpus: 1).Heard(Windows.Unreadable(0, "why"));

        Assert.IsEmpty(new PcieLinkRule().Judge(window, Windows.Now).Concat(new NvLinkDownRule().Judge(window, Windows.Now)).Concat(new FabricStateRule().Judge(window, Windows.Now)));
    }
}
