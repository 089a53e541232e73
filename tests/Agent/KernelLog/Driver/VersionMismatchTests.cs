using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog.Driver;

[TestClass]
public sealed class VersionMismatchTests
{
    private const string Older = "NVRM: API mismatch: the client has the version 515.48.07, but\nNVRM: this kernel module has the version 510.73.05.  Please\nNVRM: make sure that this kernel module and all NVIDIA driver\nNVRM: components have the same version.";
    private const string Newer = "NVRM: API mismatch: the client 'kwin_wayland' (pid 1005)\nNVRM: has the version 595.84, but this kernel module has\nNVRM: the version 595.80.  Please make sure that this\nNVRM: kernel module and all NVIDIA driver components\nNVRM: have the same version.";

    /// <summary>Each line with its own prefix, or the further ones indented (https://github.com/Frogging-Family/nvidia-all/issues/394).</summary>
    [TestMethod]
    [DataRow("[    9.424670] ", "[    9.424670] ")]
    [DataRow("[    9.424670] ", "               ")]
    [DataRow("[    9.424670] ", "      ")]
    [DataRow("Aug 26 14:08:07 nyasara-linux kernel: ", "                                      ")]
    [DataRow("", "")]
    public void Read_MismatchInSeveralLines_IsOneEvent(string first, string further)
    {
        var (events, tally) = Read([.. Lines(Older, first, further), .. Lines(Newer, first, further)]);

        Assert.HasCount(2, events);
        Assert.AreEqual("version_mismatch 515.48.07 510.73.05 - -", Details(events[0]));
        Assert.AreEqual("version_mismatch 595.84 595.80 kwin_wayland 1005", Details(events[1]));
        Assert.IsTrue(events.TrueForAll(happened => happened.Kind == EventKinds.DriverMessage && happened.Text.EndsWith("same version.", StringComparison.Ordinal)));
        Assert.AreEqual(0, tally[LineClass.NotUnderstood] + tally[LineClass.Ignored]);
    }

    [TestMethod]
    public void Read_MismatchThatIsCutShort_IsTold()
    {
        var (events, tally) = Read([.. Older.Split('\n').Take(2), "NVRM: Xid (PCI:0000:9b:00): 79, GPU has fallen off the bus."]);

        Assert.AreEqual("driver_message xid", string.Join(' ', events.Select(happened => happened.Kind)));
        Assert.AreEqual("version_mismatch 515.48.07 510.73.05 - -", Details(events[0]));
        Assert.AreEqual(0, tally[LineClass.NotUnderstood]);
    }

    [TestMethod]
    [DataRow("NVRM: nvAssertOkFailedNoLog: Assertion failed: Reset required [NV_ERR_RESET_REQUIRED] (0x00000062) returned from status @ kernel_channel.c:2827", "reset_required")]
    [DataRow("NVRM: GPU0 nvCheckOkFailedNoLog: Check failed: Reset required [NV_ERR_RESET_REQUIRED] (0x00000062) returned from _gpushareddataSendDataPollRpc(pGpu, polledDataMask)", "reset_required")]
    [DataRow("NVRM: _issueRpcAndWait: rpcSendMessage failed with status 0x00000062 for fn 76!", "reset_required")]
    [DataRow("NVRM: nvAssertOkFailedNoLog: Assertion failed: GPU lost from the bus [NV_ERR_GPU_IS_LOST] (0x0000000F) returned from rmStatus @ kernel_ce_gv100.c:106", "gpu_lost")]
    [DataRow("NVRM: _issueRpcAndWait: rpcSendMessage failed with status 0x0000000f for fn 76!", "gpu_lost")]
    public void Read_StatusThatTheDriverReturns_IsNamed(string line, string notice)
    {
        var (events, tally) = Read([line]);

        Assert.AreEqual(notice, events.Single().Detail["notice"]);
        Assert.AreEqual(1, tally[LineClass.Understood]);
    }

    private static IEnumerable<string> Lines(string text, string first, string further) =>
        text.Split('\n').Select((line, number) => (number == 0 ? first : further) + line);

    private static string Details(Event happened) =>
        string.Join(' ', "notice client_version module_version process pid".Split(' ').Select(key => happened.Detail.GetValueOrDefault(key, "-")));

    private static (List<Event> Events, LineCounts Tally) Read(IEnumerable<string> lines)
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);
        return ([.. file.Read(lines)], file.Tally);
    }
}
