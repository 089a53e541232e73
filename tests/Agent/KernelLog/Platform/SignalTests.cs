using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog.Platform;

/// <summary>Processes that the kernel ended for memory that is broken or not there.</summary>
[TestClass]
public sealed class SignalTests
{
    [TestMethod]
    [DataRow("Memory failure: 0x118cb9: Sending SIGBUS to mce_process_rea:1227 due to hardware memory corruption", "0x118cb9 mce_process_rea 1227 SIGBUS")]
    [DataRow("Memory failure: 0x12345: Killing python3:4242 due to hardware memory corruption", "0x12345 python3 4242 SIGBUS")]
    [DataRow("Memory failure: 0x12345: forcibly killing python3:4242 because of failure to unmap corrupted page", "0x12345 python3 4242 SIGKILL")]
    [DataRow("MCE: Killing einj_mem_uc:3600 due to hardware memory corruption fault at 7f3309503400", "- einj_mem_uc 3600 SIGBUS")]
    public void Read_ProcessWithALostPage_IsAFailureOfMemory(string line, string expected)
    {
        var happened = Read(line).Single();

        Assert.AreEqual(EventKinds.HostMemoryFailure, happened.Kind);
        Assert.AreEqual(expected, Details(happened, "page process pid signal"));
    }

    [TestMethod]
    [DataRow("audit: type=1701 audit(1753759561.549:421): auid=4294967295 uid=0 gid=0 ses=4294967295 subj=unconfined pid=4242 comm=\"python3\" exe=\"/usr/bin/python3.12\" sig=7 res=1", "python3 4242 SIGBUS -")]
    [DataRow("audit: type=1701 audit(1753759561.549:421): auid=0 uid=0 gid=0 ses=1 pid=77 comm=\"pt_main_thread\" exe=\"/usr/bin/python3.12\" sig=6 res=1", "pt_main_thread 77 SIGABRT -")]
    [DataRow("detect_demo[2510]: unhandled exception: DABT (lower EL), ESR 0x92000046, level 2 translation fault in libnn_detect.so[7fbd4f0000+6000]", "detect_demo 2510 level 2 translation fault libnn_detect.so")]
    [DataRow("mte_test[2263]: unhandled exception: DABT (lower EL), ESR 0x0000000092000051, synchronous tag check fault in mte_test[b847a9c80000+1000]", "mte_test 2263 synchronous tag check fault mte_test")]
    public void Read_ProcessThatEndedByASignal_IsACrash(string line, string expected)
    {
        var happened = Read(line).Single();

        Assert.AreEqual(EventKinds.ProcessCrash, happened.Kind);
        Assert.AreEqual(expected, Details(happened, "process pid fault library"));
    }

    /// <summary>A segmentation fault has a line of its own: the audit's would count it twice.</summary>
    [TestMethod]
    public void Read_AuditOfASegmentationFault_IsNoSecondEvent() =>
        Assert.IsEmpty(Read("audit: type=1701 audit(1753759561.549:421): auid=0 uid=0 gid=0 ses=1 pid=77 comm=\"python3\" exe=\"/usr/bin/python3.12\" sig=11 res=1"));

    private static string Details(Event happened, string keys) => string.Join(' ', keys.Split(' ').Select(key => happened.Detail.GetValueOrDefault(key, "-")));

    private static List<Event> Read(params string[] lines) => [.. new KernelLogFile(TimeZoneInfo.Utc).Read(lines)];
}
