using CsCheck;
using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Tests.Agent.KernelLog;

[TestClass]
public sealed class DriverLogTests
{
    private static readonly string[] GspKeys = ["waited_seconds", "gpu", "function", "function_name", "sequence"];

    [TestMethod]
    [DataRow("[111111111.111] NVRM: Xid (PCI:0000:05:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.", 79, "0000:05:00")]
    [DataRow("NVRM: Xid (PCI:0000:01:00): 79, GPU has fallen off the bus.", 79, "0000:01:00")]
    [DataRow("[   12.5] NVRM: Xid (0000:03:00): 14, Channel 00000001", 14, "0000:03:00")]
    [DataRow("4,5012,171167620236,-;NVRM: Xid (PCI:0000:10:1c): 63, pid=1896, Row Remapper: New row marked for remapping, reset gpu to activate.", 63, "0000:10:1c")]
    [DataRow("NVRM: Xid (PCI:0000:41:00 GPU-I:01): 31, pid=7, name=a, Ch 00000008", 31, "0000:41:00")]
    [DataRow("NVRM: Xid (PCI:0000:9B:00.0): 48, DBE", 48, "0000:9b:00")]
    [DataRow("NVRM: Xid (PCI:0000:04:00): 69", 69, "0000:04:00")]
    [DataRow("Feb 23 16:24:18 gpu-01 kernel: [  9.1] NVRM: Xid (PCI:0018:01:00): 145, pid=876767, name=ray::WorkerDict, RLW_RXPIPE Nonfatal XC0 i0 Link 13 (0x0409a0c2 0x00000008)", 145, "0018:01:00")]
    public void Read_XidInEachForm_GivesCodeAndAddress(string line, int code, string address)
    {
        var happened = One(line);

        Assert.AreEqual(EventKinds.Xid, happened.Kind);
        Assert.AreEqual(code, happened.Code);
        Assert.AreEqual(address, happened.PciAddress);
        Assert.AreEqual("kernel-log", happened.Source);
        Assert.AreEqual(1u, happened.Count);
        StringAssert.StartsWith(happened.Text, "NVRM: Xid");
    }

    [TestMethod]
    [DataRow("NVRM: Xid error: xyz, invalid data")]
    [DataRow("NVRM: Xid (invalid): some error")]
    [DataRow("NVRM: Xid (PCI:0000:04:00): %d, unknown")]
    [DataRow("NVRM: Xid (PCI:0000:04:00): 99999999999999999999, unknown")]
    [DataRow("NVRM: knvlinkUpdatePostRxDetectLinkMask_IMPL: Failed to update Rx Detect Link mask!")]
    public void Read_DriverLineOfNoKnownForm_IsKeptAsItIs(string line)
    {
        var happened = One(line);

        Assert.AreEqual(EventKinds.DriverMessage, happened.Kind);
        Assert.AreEqual(line, happened.Text);
    }

    [TestMethod]
    [DataRow("fatal", "6", "0x10000 0x0 0x0 0x0 0x0 0x0 0x0")]
    [DataRow("nonfatal", "0", "0x0 0x0 0x2000 0x0")]
    public void Read_NvLinkOfEarlierGpus_GivesItsLinkAndRegisters(string severity, string link, string registers)
    {
        var happened = One($"NVRM: Xid (PCI:0000:c1:00): 74, pid='<unknown>', name=<unknown>, NVLink: {severity} error detected on link {link}({registers.Replace(" ", ", ", StringComparison.Ordinal)})");

        Assert.AreEqual((severity, link, registers), (happened.Detail["severity"].ToLowerInvariant(), happened.Detail["link"], happened.Detail["registers"]));
    }

    [TestMethod]
    [DataRow("NVRM: GPU 0000:c1:00.0: RmInitAdapter failed! (0x62:0x65:1860)", "0000:c1:00")]
    [DataRow("NVRM: GPU at PCI:0000:9b:00: GPU-509665ad-b600-ac93-3616-d754b23d636d", "0000:9b:00")]
    [DataRow("NVRM: Attempting to remove device 0000:18:00.0 with non-zero usage count!", "0000:18:00")]
    [DataRow("NVRM: loading NVIDIA UNIX x86_64 Kernel Module  535.129.03", "")]
    public void Read_DriverLineThatNamesItsGpu_IsThatGpus(string line, string address) => Assert.AreEqual(address, One(line).PciAddress);

    [TestMethod]
    public void Read_NvLinkFive_GivesItsSubCode()
    {
        var happened = One("[171167.620236] NVRM: Xid (PCI:0009:01:00): 149, NETIR_LINK_EVT  Fatal   XC0 i0 Link 01 (0x021425c6 0x00000004 0x00000000)");

        Assert.AreEqual("NETIR_LINK_EVT", happened.Detail["unit"]);
        Assert.AreEqual("Fatal", happened.Detail["severity"]);
        Assert.AreEqual("1", happened.Detail["link"]);
        Assert.AreEqual("0x021425c6", happened.Detail["interrupt_info"]);
        Assert.AreEqual("0x00000004", happened.Detail["error_status"]);
        Assert.AreEqual("0x021425c6 0x00000004 0x00000000", happened.Detail["registers"]);
        Assert.AreEqual("0 0", happened.Detail["cluster"] + " " + happened.Detail["instance"]);
        Assert.AreEqual("-1", One("NVRM: Xid (PCI:0019:01:00): 149, NETIR Fatal XC0 i0 Link -1 (0x000fe406").Detail["link"]);
        Assert.AreEqual("0", One("NVRM: Xid (PCI:0019:01:00): 144, SAW_MVB Fatal XC0 i0 Link 00 (0x1)").Detail["link"]);
    }

    [TestMethod]
    public void Read_RecoveryActionChanged_GivesTheNewAction()
    {
        var happened = One("NVRM: Xid (PCI:0009:01:00): 154, GPU recovery action changed from 0x0 (None) to 0x4 (Drain and Reset)");

        Assert.AreEqual(EventKinds.RecoveryAction, happened.Kind);
        Assert.AreEqual(4, happened.Code);
        Assert.AreEqual("None", happened.Detail["from"]);
        Assert.AreEqual("Drain and Reset", happened.Detail["to"]);
        Assert.AreEqual("0009:01:00", happened.PciAddress);
    }

    [TestMethod]
    [DataRow("pid=876767, name=ray::WorkerDict, RLW_RXPIPE Nonfatal XC0 i0 Link 13 (0x0409a0c2 0x00000008)", "ray::WorkerDict")]
    [DataRow("pid=7, name=a, b c, Ch 00000008", "a, b c")]
    [DataRow("pid=7, name=tokio runtime, Graphics Exception: ESR 0x546fb0=0x11f000e", "tokio runtime")]
    [DataRow("pid=7, name=python3, channel 0x00000015, intr 00000000. MMU Fault", "python3")]
    [DataRow("pid=7, name=python3, unheard of, and more", "python3")]
    [DataRow("pid=7, name=python3", "python3")]
    public void Read_Process_IsNamedWhateverItsName(string rest, string process)
    {
        var happened = One("NVRM: Xid (PCI:0000:04:00): 145, " + rest);

        Assert.AreEqual(process, happened.Detail["process"]);
        Assert.IsFalse(happened.Detail.GetValueOrDefault("message", "").StartsWith("pid", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Read_GspTimeout_GivesFunctionAndDumpBelongsToIt()
    {
        string[] lines =
        [
            "NVRM: Xid (PCI:0000:9b:00): 119, pid=1, name=a, Timeout after 45s of waiting for RPC response from GPU4 GSP! Expected function 76 (GSP_RM_CONTROL) sequence 812 (0x2081 0x4).",
            "NVRM: GPU4 RPC history (CPU -> GSP):",
            "NVRM:     -1    103  GSP_RM_ALLOC          0x0000000000002080 0x0000000000000004 0x00062ed1a6b51c6f",
        ];

        var events = Read(lines).ToList();

        Assert.AreEqual("45 4 76 GSP_RM_CONTROL 812", string.Join(' ', GspKeys.Select(key => events[0].Detail["gsp_" + key])));
        Assert.IsTrue(events.Skip(1).All(happened => happened.Kind == EventKinds.DriverMessage && happened.Detail["continues_xid"] == "119"));
    }

    [TestMethod]
    [DataRow("[10.0]", "[11.5]", "0000:04:00", "48")]
    [DataRow("[10.0]", "[400.0]", "0000:04:00", null)]
    [DataRow("[10.0]", "[11.5]", "0000:05:00", null)]
    public void Read_CleanUpAfterAnotherXid_SaysWhichItFollows(string first, string second, string address, string? follows)
    {
        var cleanUp = Read([$"{first} NVRM: Xid (PCI:0000:04:00): 48, DBE", $"{second} NVRM: Xid (PCI:{address}): 45, pid=1, name=a, Ch 00000008"]).Last();

        Assert.AreEqual(follows, cleanUp.Detail.GetValueOrDefault("follows_xid"));
        Assert.AreEqual(follows is null ? null : "1.5", cleanUp.Detail.GetValueOrDefault("follows_seconds"));
    }

    [TestMethod]
    public void Read_CleanUpAfterCleanUp_FollowsTheCause()
    {
        var events = Read(["NVRM: Xid (PCI:0000:04:00): 45, solo", "NVRM: Xid (PCI:0000:04:00): 79, off", "NVRM: Xid (PCI:0000:04:00): 45, a", "NVRM: Xid (PCI:0000:04:00): 154, GPU recovery action changed from 0x0 (None) to 0x2 (Node Reboot Required)"]).ToList();

        Assert.AreEqual("- - 79 79", string.Join(' ', events.Select(happened => happened.Detail.GetValueOrDefault("follows_xid", "-"))));
    }

    [TestMethod]
    [DataRow("63, pid=1896, Row Remapper: New row marked for remapping, reset gpu to activate.", "pending")]
    [DataRow("63, Row remapping event: Rows 0x1a and 0x2b have been remapped on GPU 00000000:04:00.0", "remapped")]
    [DataRow("64, Failed to persist row remap table — GPU may require servicing", "failure")]
    [DataRow("64, Row remapping failure", "failure")]
    public void Read_RowRemapper_GivesItsState(string rest, string state) =>
        Assert.AreEqual(state, One("NVRM: Xid (PCI:0000:04:00): " + rest).Detail["row_remap"]);

    [TestMethod]
    public void Read_SxidWithContinuations_CountsOne()
    {
        string[] lines =
        [
            "nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV error (First)",
            "nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Severity 1 Engine instance 60 Sub-engine instance 00",
            "nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Data {0x50610002, 0x10100030, 0x00000000}",
        ];

        var events = Read(lines).ToList();

        Assert.HasCount(3, events);
        var sxid = events.Single(happened => happened.Kind == EventKinds.Sxid);
        Assert.AreEqual(12028, sxid.Code);
        Assert.AreEqual("Non-fatal", sxid.Detail["severity"]);
        Assert.AreEqual("32", sxid.Detail["link"]);
        Assert.AreEqual("0000:05:00", sxid.PciAddress);
    }

    [TestMethod]
    public void Read_FallenOffBusInThreeLines_IsOneEvent()
    {
        string[] lines =
        [
            "NVRM: The NVIDIA GPU 0000:18:00.0",
            "NVRM: (PCI ID: 10de:2901) installed in this system has",
            "NVRM: fallen off the bus and is not responding to commands.",
        ];

        var happened = Read(lines).Single();

        Assert.AreEqual(EventKinds.FallenOffBus, happened.Kind);
        Assert.AreEqual("0000:18:00", happened.PciAddress);
        StringAssert.Contains(happened.Text, "10de:2901");
    }

    [TestMethod]
    public void Read_ThreeLinesThatDoNotEnd_AreStillTold()
    {
        string[] lines = ["NVRM: The NVIDIA GPU 0000:18:00.0", "NVRM: The NVIDIA GPU 0000:19:00.0", "NVRM: loading NVIDIA UNIX Open Kernel Module"];

        var events = Read(lines).ToList();

        CollectionAssert.AreEqual(lines, events.Select(happened => happened.Text).ToList());
        Assert.IsTrue(events.TrueForAll(happened => happened.Kind == EventKinds.DriverMessage));
    }

    [TestMethod]
    [DataRow("NVRM: GPU 0000:29:00.0: GPU has fallen off the bus.", "0000:29:00")]
    [DataRow("NVRM: GPU 18:00.0: GPU has fallen off the bus.", "0000:18:00")]
    public void Read_FallenOffBusInOneLine_IsNoXid(string line, string address)
    {
        var happened = One(line);

        Assert.AreEqual(EventKinds.FallenOffBus, happened.Kind);
        Assert.AreEqual(address, happened.PciAddress);
    }

    [TestMethod]
    public void Read_UuidToldBefore_NamesTheGpuOfTheXid()
    {
        string[] lines =
        [
            "[Sun Feb 23 16:24:18 2025] NVRM: GPU at PCI:0000:9b:00: GPU-509665ad-b600-ac93-3616-d754b23d636d",
            "[Sun Feb 23 16:24:18 2025] NVRM: Xid (PCI:0000:9b:00): 119, pid=2024380, name=nvidia-smi, Timeout after 6s of waiting for RPC response",
        ];

        var xid = Read(lines).Last();

        Assert.AreEqual("GPU-509665ad-b600-ac93-3616-d754b23d636d", xid.GpuUuid);
        Assert.AreEqual(new DateTimeOffset(2025, 2, 23, 16, 24, 18, TimeSpan.Zero), xid.At.ToDateTimeOffset());
        Assert.AreEqual("nvidia-smi", xid.Detail["process"]);
    }

    [TestMethod]
    public void Read_OtherKernelLines_AreNotOurMatter() =>
        Assert.IsEmpty(Read(["6,3990,251895583,-;Initializing XFRM netlink socket", " SUBSYSTEM=net", "", "[ 1.0] usb 1-1: new device"]));

    [TestMethod]
    public void Read_AnyText_NeitherThrowsNorDropsADriverLine()
    {
        string[] pieces =
        [
            "NVRM: ", "Xid (PCI:0000:05:00): ", "79, ", "nvidia-nvswitch1: SXid (PCI:0000:05:00.0): ", "20034, Fatal, Link 3", "pid=1, name=", "\n",
            "[12.5] ", "6,1,2,-;", "The NVIDIA GPU 0000:18:00.0", "fallen off the bus", "(PCI ID: ", "154, GPU recovery action changed from 0x", "\\x0a", ")", "(",
        ];
        Gen.OneOf(Gen.Int[0, 15].Select(piece => pieces[piece]), Gen.String[0, 12]).Array[0, 14].Select(parts => string.Concat(parts)).Array[0, 6].Sample(lines =>
        {
            var events = Read(lines).ToList();
            var marked = lines.Count(line => line.Contains("NVRM:", StringComparison.Ordinal) && line[0] != ' ');
            return (marked == 0 || events.Count > 0) && events.TrueForAll(happened => happened.Text.Length <= 3 * KernelRecord.LongestText);
        });
    }

    [TestMethod]
    public void Read_TimeWithoutAZone_IsTheHostsLocalTime()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(-5), "here", "here");

        var happened = new KernelLogFile(zone).Read(["[Sun Feb 23 16:24:18 2025] NVRM: Xid (PCI:0000:04:00): 79, off"]).Single();

        Assert.AreEqual(new DateTimeOffset(2025, 2, 23, 21, 24, 18, TimeSpan.Zero), happened.At.ToDateTimeOffset());
    }

    private static IEnumerable<Event> Read(IEnumerable<string> lines) => new KernelLogFile(TimeZoneInfo.Utc).Read(lines);

    private static Event One(string line) => Read([line]).Single();
}
