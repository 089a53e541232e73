using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog.Platform;

[TestClass]
public sealed class PcieErrorNamesTests
{
    /// <summary>drivers/pci/pcie/aer/aerdrv_errprint.c up to Linux 4.19 spelled the names out.</summary>
    [TestMethod]
    [DataRow("[ 0] Receiver Error         (First)", "RxErr")]
    [DataRow("[ 6] Bad TLP               ", "BadTLP")]
    [DataRow("[ 8] RELAY_NUM Rollover    ", "Rollover")]
    [DataRow("[12] Replay Timer Timeout  ", "Timeout")]
    [DataRow("[13] Advisory Non-Fatal    ", "NonFatalErr")]
    [DataRow("[ 4] Data Link Protocol     (First)", "DLP")]
    [DataRow("[ 5] Surprise Down Error    (First)", "SDES")]
    [DataRow("[12] Poisoned TLP           (First)", "TLP")]
    [DataRow("[14] Completion Timeout     (First)", "CmpltTO")]
    [DataRow("[20] Unsupported Request    (First)", "UnsupReq")]
    [DataRow("[22] Uncorrectable Internal Error (First)", "UncorrIntErr")]
    [DataRow("[ 0] RxErr                  (First)", "RxErr")]
    [DataRow("[30] Something New          (First)", "Something New")]
    public void Read_Bit_HasOneNameWhateverTheKernel(string bit, string name) =>
        Assert.AreEqual(name, Read(bit).Detail["errors"]);

    [TestMethod]
    public void Read_SeveralBits_AreNamedInTheirOrder() =>
        Assert.AreEqual("SDES CmpltTO", Read("[ 5] Surprise Down Error    (First)", "[14] Completion Timeout    ").Detail["errors"]);

    [TestMethod]
    public void Read_DeviceThatNobodyBringsBack_IsTold()
    {
        var happened = Events("nvidia 0000:03:00.0: AER: can't recover (no error_detected callback)").Single();

        Assert.AreEqual((EventKinds.DriverMessage, "0000:03:00", "cannot_recover"), (happened.Kind, happened.PciAddress, happened.Detail["notice"]));
    }

    private static Event Read(params string[] bits) => Events(
    [
        "pcieport 0000:00:02.0: AER: Uncorrected (Fatal) error received: id=0010",
        "pcieport 0000:00:02.0: PCIe Bus Error: severity=Uncorrected (Fatal), type=Transaction Layer, id=0010(Receiver ID)",
        "pcieport 0000:00:02.0:   device [8086:6f04] error status/mask=00000020/00000000",
        .. bits.Select(bit => $"pcieport 0000:00:02.0:    {bit}"),
    ]).Single();

    private static List<Event> Events(params string[] lines) => [.. new KernelLogFile(TimeZoneInfo.Utc).Read(lines)];
}
