using System.Globalization;
using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.KernelLog.Fixtures;

/// <summary>Pieces of logs as people kept them (Fixtures), each read whole.</summary>
[TestClass]
public sealed class WholeLogTests
{
    private static readonly string Folder = Path.Combine(ProductTree.Root, "tests", "Agent", "KernelLog", "Fixtures");

    [TestMethod]
    [DataRow("aer-spelled-out.txt", "device severity errors", "pcie_aer 0000:00:02.0 fatal SDES; pcie_aer 0000:00:03.0 corrected Timeout")]
    [DataRow("version-mismatch.txt", "notice client_version module_version process pid",
        "driver_message version_mismatch 515.48.07 510.73.05 - -; driver_message version_mismatch 595.84 595.80 python3 1005")]
    [DataRow("boot-error-records.txt", "reported_by severity dimm previous_boot cpu bank",
        "host_memory_uncorrected firmware fatal DIMM B1 true - -; machine_check processor uncorrected - - 0 6")]
    [DataRow("dmesg-human.txt", "device severity errors status outcome notice",
        "pcie_aer 0000:00:03.0 fatal SDES CmpltTO 00004020 - -; driver_message 0000:03:00.0 - - - - cannot_recover; pcie_recovery 0000:00:03.0 - - - failed -")]
    [DataRow("iso-stamps.txt", "device severity dimm interface notice process",
        "pcie_aer 0000:15:01.0 fatal - - - -; host_memory_uncorrected - - CPU_SrcID#1_MC#1_Chan#2_DIMM#0 - - -; link_down 0000:12:00.0 - - ens1f0np0 - -; "
        + "driver_message - - - - adapter_not_initialized -; process_crash - - - - - python3; xid - - - - - -")]
    [DataRow("no-hostname.txt", "device severity dimm disk error",
        "host_memory_corrected - - CPU_SrcID#1_Ha#0_Chan#0_DIMM#0 - -; xid - - - - -; pcie_aer 0000:00:01.1 fatal - - -; nvme_error - - - nvme0 controller_down")]
    [DataRow("reset-required.txt", "notice",
        "driver_message reset_required; driver_message reset_required; driver_message gpu_lost; driver_message gpu_lost")]
    [DataRow("rsyslog-newlines.txt", "notice client_version module_version",
        "fallen_off_bus - - -; driver_message version_mismatch 535.54.03 530.30.02")]
    [DataRow("host-faults.txt", "severity outcome error notice gpu_driver",
        "sxid Fatal - - - -; host_memory_uncorrected - - - - -; pcie_aer fatal - - - -; pcie_recovery - failed - - -; pcie_containment - - - - -; "
        + "nvme_error - - removed - -; hung_task - - - - true; driver_message - - - adapter_not_initialized -")]
    [DataRow("xids-of-nvlink.txt", "unit severity link",
        "xid NETIR_LINK_EVT Fatal 0; xid MSE_WATCHDOG Fatal -1; xid RLW_RXPIPE Nonfatal 13; xid SAW_MVB Nonfatal 0; xid NETIR_BER_EVENT Nonfatal 2; xid - fatal 14")]
    public void Read_Fixture_TellsEachThingOnce(string name, string keys, string expected)
    {
        var (events, tally) = Read(name);

        var told = events.Select(happened => $"{happened.Kind} {Details(happened, keys)}");
        Assert.AreEqual(InOrder(expected.Split("; ")), InOrder(told));
        Assert.AreEqual(0, tally[LineClass.NotUnderstood]);
    }

    [TestMethod]
    public void Read_XidsOfPrograms_AreAllOfThem() =>
        Assert.AreEqual("39 70 83 96 126 139 11 106 107", string.Join(' ', Read("xids-of-programs.txt").Events.Select(happened => happened.Code)));

    [TestMethod]
    public void Read_IsoStamps_LeaveTheTextAndTellTheTime()
    {
        var (events, _) = Read("iso-stamps.txt");

        Assert.IsEmpty(events.Where(happened => happened.Text.Contains("gpu1", StringComparison.Ordinal) || happened.Text.Contains("kernel:", StringComparison.Ordinal)));
        Assert.AreEqual("26:00 26:00 26:01 26:02 26:03 26:04", string.Join(' ', events.Select(happened => happened.At.ToDateTimeOffset().ToString("mm:ss", CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)));
        Assert.AreEqual("0000:c1:00", events.Single(happened => happened.Kind == EventKinds.DriverMessage).PciAddress);
    }

    [TestMethod]
    public void Read_NoHostname_LeavesNoPrefixInTheText()
    {
        var (events, tally) = Read("no-hostname.txt");

        Assert.AreEqual("NVRM: Xid (PCI:0000:41:00): 79, GPU has fallen off the bus.", events[1].Text);
        Assert.IsEmpty(events.Where(happened => happened.Text.Contains("kernel:", StringComparison.Ordinal) || char.IsAsciiDigit(happened.Text[0])));
        Assert.AreEqual((1u, 1L), (events[0].Count, tally[LineClass.Continuation]));
    }

    [TestMethod]
    public void Read_NewlinesThatRsyslogEscaped_NameTheGpu() => Assert.AreEqual("0000:b3:00", Read("rsyslog-newlines.txt").Events[0].PciAddress);

    /// <summary>An Event that may get further lines is told after what stands alone.</summary>
    private static string InOrder(IEnumerable<string> told) => string.Join('\n', told.Order(StringComparer.Ordinal));

    private static string Details(Event happened, string keys) =>
        string.Join(' ', keys.Split(' ').Select(key => happened.Detail.GetValueOrDefault(key, "-")));

    private static (List<Event> Events, LineCounts Tally) Read(string name)
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);
        return ([.. file.Read(File.ReadAllLines(Path.Combine(Folder, name)))], file.Tally);
    }
}
