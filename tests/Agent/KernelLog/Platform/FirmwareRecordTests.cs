using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog.Platform;

/// <summary>What the firmware kept of the boot before, and blocks of several sections.</summary>
[TestClass]
public sealed class FirmwareRecordTests
{
    [TestMethod]
    public void Read_MemoryErrorOfThePreviousBoot_NamesTheModuleAndIsApartFromTheMachineCheck()
    {
        var events = Read(
            "[    2.345569] BERT: Error records from previous boot:",
            "[    2.345575] [Hardware Error]: event severity: fatal",
            "[    2.345577] [Hardware Error]:  Error 0, type: fatal",
            "[    2.345578] [Hardware Error]:  fru_text: DIMM B1",
            "[    2.345580] [Hardware Error]:   section_type: memory error",
            "[    2.345581] [Hardware Error]:   error_type: 3, multi-bit ECC",
            "[    9.100000] mce: [Hardware Error]: CPU 0: Machine Check Exception: 5 Bank 6: be00000000800400",
            "[    9.100001] mce: [Hardware Error]: TSC 4a2d8b7b1c3 ADDR fef13b80 MISC 228aa040101086");

        Assert.HasCount(2, events);
        var memory = events.Single(happened => happened.Kind == EventKinds.HostMemoryUncorrected);
        Assert.AreEqual("firmware fatal DIMM B1 true", Details(memory, "reported_by severity dimm previous_boot"));
        StringAssert.Contains(memory.Text, "DIMM B1");
        Assert.AreEqual("0 6 uncorrected -", Details(events.Single(happened => happened.Kind == EventKinds.MachineCheck), "cpu bank severity previous_boot"));
    }

    [TestMethod]
    public void Read_ProcessorErrorOfThePreviousBoot_IsAMachineCheck()
    {
        var happened = Read(
            "[Mon Jul 13 21:29:30 2026] BERT: Error records from previous boot:",
            "[Mon Jul 13 21:29:30 2026] [Hardware Error]: event severity: fatal",
            "[Mon Jul 13 21:29:30 2026] [Hardware Error]:  Error 0, type: fatal",
            "[Mon Jul 13 21:29:30 2026] [Hardware Error]:  fru_text: ProcessorError",
            "[Mon Jul 13 21:29:30 2026] [Hardware Error]:   section_type: IA32/X64 processor error",
            "[Mon Jul 13 21:29:30 2026] [Hardware Error]:   Local APIC_ID: 0x34",
            "[Mon Jul 13 21:29:30 2026] [Hardware Error]:   Error Information Structure 0:",
            "[Mon Jul 13 21:29:30 2026] [Hardware Error]:     Uncorrected: true").Single();

        Assert.AreEqual(EventKinds.MachineCheck, happened.Kind);
        Assert.AreEqual("firmware fatal - true", Details(happened, "reported_by severity dimm previous_boot"));
    }

    [TestMethod]
    [DataRow("BERT: Error records from previous boot:")]
    [DataRow("[Hardware Error]: event severity: fatal")]
    public void Read_PcieErrorOfThePreviousBoot_NamesTheDevice(string begin)
    {
        var happened = Read(
            begin,
            "[Hardware Error]: event severity: fatal",
            "[Hardware Error]:  Error 0, type: fatal",
            "[Hardware Error]:   section_type: PCIe error",
            "[Hardware Error]:   device_id: 0000:41:00.0",
            "[Hardware Error]: Corrected error, no action required.").First(one => one.Kind == EventKinds.PcieError);

        Assert.AreEqual("0000:41:00", happened.PciAddress);
        Assert.AreEqual("fatal true", Details(happened, "severity previous_boot"));
    }

    [TestMethod]
    public void Read_TwoSectionsOfOneBlock_AreTwoEvents()
    {
        var events = Read(
            "{3}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 4",
            "{3}[Hardware Error]: event severity: recoverable",
            "{3}[Hardware Error]:  Error 0, type: corrected",
            "{3}[Hardware Error]:   section_type: memory error",
            "{3}[Hardware Error]:   DIMM location: CPU 1 DIMM 8",
            "{3}[Hardware Error]:  Error 1, type: recoverable",
            "{3}[Hardware Error]:   section_type: PCIe error",
            "{3}[Hardware Error]:   device_id: 0000:82:00.0");

        Assert.AreEqual("host_memory_corrected corrected, pcie_aer nonfatal", string.Join(", ", events.Select(happened => $"{happened.Kind} {happened.Detail["severity"]}")));
    }

    private static string Details(Event happened, string keys) => string.Join(' ', keys.Split(' ').Select(key => happened.Detail.GetValueOrDefault(key, "-")));

    private static List<Event> Read(params string[] lines) => [.. new KernelLogFile(TimeZoneInfo.Utc).Read(lines)];
}
