using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Xids;

namespace SovereignFleet.Tests.Server.Health.Xids;

/// <summary>XIDs 144 to 150 and 74: by the catalogue's row for their unit, interrupt and status, and where it has none by the line's own word.</summary>
[TestClass]
public sealed class NvLinkXidTests
{
    private const string Zeros = "0x00000000 0x00000000 0x00000000 0x00000000";

    [TestMethod]
    // in the catalogue: RESET_GPU
    [DataRow("149, NETIR_LINK_EVT Fatal XC0 i0 Link 00 (0x025001c6 0x00000000 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("149, NETIR_LINK_DOWN Fatal XC0 i0 Link 00 (0x025001c6 0x00000000 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("150, MSE_WATCHDOG Fatal XC0 i0 Link -1 (0x00000000 0x00000000 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("149, pid=7, name=a, NETIR  Fatal  XC0 i0 Link -1 (0x000fe406 0x00000000 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("144, SAW_MVB Fatal XC0 i0 Link 00 (0x00000021 0x00000002 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("146, TLW_RX/TLW_RX_PIPE0 Fatal XC0 i0 Link 00 (0x0000000a 0x00000004 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("149, NETIR_MFDE_EVENT Fatal XC0 i0 Link 00 (0x00000014 0x00000007 " + Zeros + ")", "Critical Now ResetGpu")]
    // IGNORE
    [DataRow("145, RLW_RXPIPE Nonfatal XC0 i0 Link 13 (0x0409a0c2 0x00000008 0x00000001 0x00000000 0x00100000 0x00000004)", "")]
    [DataRow("144, SAW_MVB Nonfatal XC0 i0 Link 00 (0x00000001 0x00000004 " + Zeros + ")", "")]
    [DataRow("148, NVLPW Nonfatal XC0 i0 Link 00 (0x0000000f 0x80000000 " + Zeros + ")", "")]
    [DataRow("149, NETIR_MFDE_EVENT Nonfatal XC0 i0 Link 00 (0x00000014 0x00000003 " + Zeros + ")", "")]
    // IGNORE, and yet something to look at
    [DataRow("149, NETIR_BER_EVENT Nonfatal XC0 i0 Link 02 (0x00000226 0x00000001 " + Zeros + ")", "Warning None Inspect")]
    [DataRow("145, RLW_RXPIPE Nonfatal XC0 i0 Link 00 (0x00000006 0x00000001 " + Zeros + ")", "Warning None None")]
    [DataRow("149, NETIR_LINK_EVT Fatal XC0 i0 Link 00 (0x026001c6 0x00000000 " + Zeros + ")", "Warning None Inspect")]
    // XID_154_EVAL: the GPU's own word follows
    [DataRow("145, RLW_SRC_TRACK Nonfatal XC0 i0 Link 00 (0x00000007 0x00000004 " + Zeros + ")", "Warning None None")]
    // no row: another unit, another status, a line that was cut
    [DataRow("149, NETIR_NEW_EVENT Fatal XC0 i0 Link 00 (0x000001ff 0x00000000 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("149, NETIR_NEW_EVENT Nonfatal XC0 i0 Link 00 (0x000001ff 0x00000000 " + Zeros + ")", "Warning None None")]
    [DataRow("144, SAW_MVB Fatal XC0 i0 Link 00 (0x00000001 0x00000040 " + Zeros + ")", "Critical Now ResetGpu")]
    [DataRow("149, NETIR Fatal XC0 i0 Link -1 (0x000fe406", "Critical Now ResetGpu")]
    [DataRow("149, NETIR Fatal XC0 i0 Link -1", "Critical Now ResetGpu")]
    [DataRow("147, TREX Non-fatal XC0 i0 Link 01", "Warning None None")]
    // nothing but the number
    [DataRow("149, something new", "Warning NextWindow ResetGpu")]
    // before NVLink 5
    [DataRow("74, pid='<unknown>', name=<unknown>, NVLink: fatal error detected on link 14(0x0, 0x0, 0x10000, 0x0, 0x0, 0x0, 0x0)", "Critical Now ResetGpu")]
    [DataRow("74, pid='<unknown>', name=<unknown>, NVLink: fatal error detected on link 2", "Critical Now ResetGpu")]
    [DataRow("74, NVLink: nonfatal error detected on link 2(0x0, 0x0, 0x10000, 0x0, 0x0, 0x0, 0x0)", "Warning None None")]
    // NVIDIA's WORKFLOW_NVLINK_ERR: "can be safely ignored", "continue operation", "check link mechanical connections"
    [DataRow("74, NVLink: fatal error detected on link 2(0x40800001, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0)", "")]
    [DataRow("74, NVLink: nonfatal error detected on link 2(0x0, 0x0, 0x0, 0x0, 0x100000, 0x0, 0x0)", "")]
    [DataRow("74, NVLink: nonfatal error detected on link 2(0x200000, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0)", "Warning None Inspect")]
    [DataRow("74, NVLink: fatal error detected on link 2(0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0)", "Critical Now ResetGpu")]
    public void Judge_ALine_IsWhatTheCatalogueSays(string said, string expected) =>
        Assert.AreEqual(expected, TestedLines.Told(TestedLines.Judge("NVRM: Xid (PCI:0000:dc:00): " + said)));

    [TestMethod]
    public void Judge_EachRowOfTheCatalogue_IsFoundInEitherLayoutAndFollowed()
    {
        Assert.HasCount(94, NvLinkCatalog.All);
        foreach (var row in NvLinkCatalog.All)
        {
            foreach (var layout in new[] { row.Interrupt1, row.Interrupt2 })
            {
                var word = row.Severity.StartsWith("Non", StringComparison.Ordinal) ? "Nonfatal" : "Fatal";
                var info = Convert.ToUInt32(layout.Replace('-', '0'), 2);
                var line = string.Create(CultureInfo.InvariantCulture,
                    $"NVRM: Xid (PCI:0000:dc:00): {row.Xid}, {row.Unit} {word} XC0 i0 Link 03 (0x{info:x8} 0x{row.ErrorStatus:x8} {Zeros})");

                var finding = TestedLines.Judge(line);

                Assert.AreEqual(row.Immediate == "RESET_GPU" ? DrainAdvice.Now : DrainAdvice.None, finding?.Drain ?? DrainAdvice.None, line);
                Assert.AreEqual(row.Immediate == "RESET_GPU" ? Severity.Critical : finding?.Severity, finding?.Severity, line);
                Assert.IsFalse(finding?.Severity == Severity.Critical && row.Immediate == "IGNORE", line);
            }
        }
    }

    [TestMethod]
    public void Judge_AFatalOne_NamesUnitAndLinkAndWhereToLook()
    {
        var finding = TestedLines.Judge("NVRM: Xid (PCI:0000:dc:00): 149, NETIR_LINK_EVT Fatal XC0 i0 Link 04 (0x025001c6 0x00000000 " + Zeros + ")")!;

        Assert.AreEqual("GPU GPU-1 reported XID 149: NVLINK: NETIR Error (NETIR_LINK_EVT, Fatal, link 4).", finding.Sentence);
        StringAssert.Contains(finding.Action, "the device at the link's other end");
        Assert.AreEqual("RESET_GPU, INVESTIGATE_PEER_DEVICE", finding.Evidence["nvidia"]);
    }

    [TestMethod]
    public void Judge_ALesserErrorBesideAFatalOne_DoesNotSoftenIt()
    {
        var fatal = TestedLines.Seen("NVRM: Xid (PCI:0000:dc:00): 149, NETIR_LINK_EVT Fatal XC0 i0 Link 04 (0x025001c6 0x00000000 " + Zeros + ")");
        var lesser = TestedLines.Seen("NVRM: Xid (PCI:0000:dc:00): 149, NETIR_BER_EVENT Nonfatal XC0 i0 Link 02 (0x00000226 0x00000001 " + Zeros + ")", TestedLines.Now.AddSeconds(1));

        Assert.AreEqual("Critical Now ResetGpu", string.Join(';', TestedLines.Rule().Judge(TestedLines.Window(fatal, lesser), TestedLines.Now).Select(verdict => TestedLines.Told(verdict.Finding))));
        var later = TestedLines.Window(lesser);
        later.Open = [Open("xid-149", DrainAdvice.Now, RemedyKind.ResetGpu)];
        Assert.IsEmpty(TestedLines.Rule().Judge(later, TestedLines.Now));
    }

    [TestMethod]
    [DataRow("xid-48", "ResetGpu", true)]
    [DataRow("xid-64", "Replace", false)]
    public void Judge_AReset_EndsWhatAResetMendsAndNoMore(string code, string remedy, bool ends)
    {
        var window = TestedLines.Window(TestedLines.Seen(EventKinds.GpuReset, 0, TestedLines.Now.AddMinutes(1)));
        window.Open = [Open(code, DrainAdvice.Now, Enum.Parse<RemedyKind>(remedy))];

        Assert.AreEqual(ends, TestedLines.Rule().Judge(window, TestedLines.Now.AddMinutes(1)).Any(verdict => verdict.Finding is null));
    }

    [TestMethod]
    public void Judge_ARemapThatFailed_IsForReplacement() =>
        Assert.AreEqual("Critical Now Replace", TestedLines.Told(TestedLines.Judge("NVRM: Xid (PCI:0000:10:1c): 64, pid=1896, Row Remapper: Error: row remapping failure")));

    private static Condition Open(string code, DrainAdvice drain, RemedyKind remedy) => new()
    {
        Id = Guid.NewGuid(),
        Rule = "gpu-xid",
        Code = code,
        HostId = Guid.Empty,
        GpuUuid = TestedLines.Gpu,
        State = ConditionState.Firing,
        Severity = Severity.Critical,
        Drain = drain,
        Sentence = "",
        Action = "",
        Remedy = remedy,
        Since = TestedLines.Now,
        LastFoundAt = TestedLines.Now,
    };
}
