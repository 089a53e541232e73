using System.Globalization;
using System.Text.Json;
using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog.Prefixes;

/// <summary>Every form by every kind of line: whatever stands before it, the same Events come of it, and at the time that the form tells.</summary>
[TestClass]
public sealed class PrefixMatrixTests
{
    private static readonly DateTimeOffset Told = new(2026, 7, 29, 3, 26, 1, 549, TimeSpan.Zero);

    [TestMethod]
    [DataRow(EventKinds.Xid, "NVRM: Xid (PCI:0000:9b:00): 79, pid=0, GPU has fallen off the bus.")]
    [DataRow(EventKinds.Xid, "NVRM: Xid (PCI:0018:01:00): 145, pid=876767, name=ray::WorkerDict, RLW_RXPIPE Nonfatal XC0 i0 Link 13 (0x0409a0c2 0x00000008)")]
    [DataRow(EventKinds.RecoveryAction, "NVRM: Xid (PCI:0009:01:00): 154, GPU recovery action changed from 0x0 (None) to 0x4 (Drain and Reset)")]
    [DataRow(EventKinds.Sxid, "nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV error (First)")]
    [DataRow(EventKinds.FallenOffBus, "NVRM: GPU 0000:29:00.0: GPU has fallen off the bus.")]
    [DataRow(EventKinds.FallenOffBus, "NVRM: The NVIDIA GPU 0000:b3:00.0|NVRM: (PCI ID: 10de:26b5) installed in this system has|NVRM: fallen off the bus and is not responding to commands.")]
    [DataRow(EventKinds.DriverMessage, "NVRM: GPU 0000:c1:00.0: RmInitAdapter failed! (0x62:0x65:1860)")]
    [DataRow(EventKinds.DriverMessage, "NVRM: API mismatch: the client has the version 515.48.07, but|NVRM: this kernel module has the version 510.73.05.  Please|NVRM: make sure that this kernel module and all NVIDIA driver|NVRM: components have the same version.")]
    [DataRow(EventKinds.PcieError, "pcieport 0000:00:03.0: AER: Multiple Uncorrected (Fatal) error received: 0000:00:03.0|pcieport 0000:00:03.0: PCIe Bus Error: severity=Uncorrected (Fatal), type=Transaction Layer, (Requester ID)|pcieport 0000:00:03.0:   device [8086:6f08] error status/mask=00004020/00000000|pcieport 0000:00:03.0:    [ 5] SDES                  |pcieport 0000:00:03.0:    [14] CmpltTO                (First)")]
    [DataRow(EventKinds.PcieError, "pcieport 0000:15:01.0: AER: Uncorrectable (Fatal) error message received from 0000:15:01.0")]
    [DataRow(EventKinds.PcieRecovery, "pcieport 0000:00:03.0: AER: device recovery failed")]
    [DataRow(EventKinds.PcieContainment, "pcieport 0000:00:1c.0: DPC: containment event, status:0x1f01: unmasked uncorrectable error detected")]
    [DataRow(EventKinds.HostMemoryCorrected, "EDAC sbridge MC1: HANDLING MCE MEMORY ERROR|EDAC MC1: 1 CE memory scrubbing error on CPU_SrcID#1_Ha#0_Chan#0_DIMM#0 (channel:0 slot:0 page:0xee30a0 offset:0x0 grain:32 syndrome:0x0 -  area:DRAM err_code:0008:00c2 socket:1 ha:0 channel_mask:1 rank:0)")]
    [DataRow(EventKinds.HostMemoryUncorrected, "EDAC MC3: 1 UE memory read error on CPU_SrcID#1_MC#1_Chan#2_DIMM#0 (channel:2 slot:0 page:0xb757589 offset:0x140 grain:32 - err_code:0101:0092 socket:1)")]
    [DataRow(EventKinds.HostMemoryCorrected, "{2}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 2|{2}[Hardware Error]: event severity: corrected|{2}[Hardware Error]:   section_type: memory error|{2}[Hardware Error]:   physical_address: 0x0000000898b86020")]
    [DataRow(EventKinds.HostMemoryUncorrected, "BERT: Error records from previous boot:|[Hardware Error]: event severity: fatal|[Hardware Error]:  Error 0, type: fatal|[Hardware Error]:  fru_text: DIMM B1|[Hardware Error]:   section_type: memory error")]
    [DataRow(EventKinds.HostMemoryFailure, "Memory failure: 0x122105: Sending SIGBUS to testdh:7343 due to hardware memory corruption")]
    [DataRow(EventKinds.MachineCheck, "mce: [Hardware Error]: CPU 12: Machine Check: 0 Bank 7: 8c00004000010090|mce: [Hardware Error]: TSC 0 ADDR 12aa905a80 MISC 90001ffe ")]
    [DataRow(EventKinds.MachineCheck, "[Hardware Error]: CPU:2 (17:31:0) MC17_STATUS[Over]: 0xdc2040000000011b")]
    [DataRow(EventKinds.NvmeError, "nvme nvme0: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0x10")]
    [DataRow(EventKinds.NvmeError, "nvme0n1: I/O Cmd(0x2) @ LBA 1234, 8 blocks, I/O Error (sct 0x2 / sc 0x81) MORE DNR")]
    [DataRow(EventKinds.NicError, "mlx5_core 0000:41:00.0: poll_health:825:(pid 0): device's health compromised - reached miss count")]
    [DataRow(EventKinds.NicError, "NETDEV WATCHDOG: ens1f0np0 (mlx5_core): transmit queue 12 timed out")]
    [DataRow(EventKinds.LinkDown, "mlx5_core 0000:12:00.0 ens1f0np0: Link down")]
    [DataRow(EventKinds.LinkDown, "bond0: (slave ens1f0): link status definitely down, disabling slave")]
    [DataRow(EventKinds.LinkUp, "eth0: Link is Up - 1Gbps/Full - flow control rx/tx")]
    [DataRow(EventKinds.OutOfMemory, "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0-1,oom_memcg=/a,task_memcg=/a/vllm.service,task=python3,pid=1234,uid=0|Memory cgroup out of memory: Killed process 1234 (VLLM::EngineCor) total-vm:120000000kB, anon-rss:98000000kB, file-rss:0kB")]
    [DataRow(EventKinds.HungTask, "INFO: task python3:1234 blocked for more than 120 seconds.|Call Trace:| <TASK>| os_acquire_mutex+0x3b/0x50 [nvidia]| </TASK>")]
    [DataRow(EventKinds.HungTask, "watchdog: BUG: soft lockup - CPU#112 stuck for 22s! [python3:1234]")]
    [DataRow(EventKinds.KernelOops, "BUG: kernel NULL pointer dereference, address: 0000000000000fa8|Oops: 0002 [#1] PREEMPT SMP NOPTI|RIP: 0010:nvlogInit+0x6/0xd0 [nvidia]")]
    [DataRow(EventKinds.ProcessCrash, "pt_main_thread[2536443]: segfault at 7f797fe00000 ip 00007f7c7ac69996 sp 00007f7c12fd7c30 error 4 in libnccl.so.2[7f7c7ac00000+d3d3000]")]
    [DataRow(EventKinds.ProcessCrash, "traps: python3[1234] general protection fault ip:7f3a1c0de123 sp:7ffd3b2a1c90 error:0 in libcuda.so.550.54.15[7f3a1c000000+1c00000]")]
    public void Read_LineInEachForm_MakesTheSameEvents(string kind, string line)
    {
        var lines = line.Split('|');
        var plain = Events(lines);
        Assert.AreEqual(kind, plain.Single().Kind);

        var wrong = PrefixForms.All.Select(form => Difference(form.Form, form.Tells, lines, plain)).Where(difference => difference.Length > 0);

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    /// <summary>Records of several lines: one line with the newlines escaped, or further lines that are indented under the text.</summary>
    [TestMethod]
    [DataRow("4,5012,4711100000,-;", "\\x0a")]
    [DataRow("Jul 29 03:26:01 gpu1 kernel: ", "#012")]
    [DataRow("2026-07-29T03:26:01.549000+00:00 gpu1 kernel: [ 4711.100000] ", "#012")]
    [DataRow("<4>1 2026-07-29T03:26:01.549Z gpu1 kernel - - - ", "#012")]
    [DataRow("kernel: ", "#012")]
    [DataRow("Jul 29 03:26:01 gpu1 kernel: ", "\\n")]
    [DataRow("Jul 29 03:26:01 gpu1 kernel: ", " ")]
    [DataRow("[ 4711.100000] ", "\n")]
    [DataRow("[Wed Jul 29 03:26:01 2026] ", "\n")]
    [DataRow("kern  :err   : [ 4711.100000] ", "\n")]
    [DataRow("Jul 29 03:26:01 gpu1 kernel: ", "\n")]
    [DataRow("Wed 2026-07-29 03:26:01 UTC gpu1 kernel: ", "\n")]
    public void Read_RecordOfSeveralLines_IsOneEvent(string prefix, string newline)
    {
        string[] fallen = ["NVRM: The NVIDIA GPU 0000:b3:00.0", "NVRM: (PCI ID: 10de:26b5) installed in this system has", "NVRM: fallen off the bus and is not responding to commands."];
        var written = prefix + string.Join(newline == "\n" ? "\n" + new string(' ', prefix.Length) : newline, fallen);

        var happened = Events(written.Split('\n')).Single();

        Assert.AreEqual((EventKinds.FallenOffBus, "0000:b3:00"), (happened.Kind, happened.PciAddress));
        Assert.AreEqual(string.Join(' ', fallen), happened.Text);
    }

    [TestMethod]
    [DataRow("Jul 29 03:26:01 gpu1 sshd[4711]: NVRM: Xid (PCI:0000:9b:00): 79, GPU has fallen off the bus.")]
    [DataRow("Jul 29 03:26:01 gpu1 nvidia-persistenced: device 0000:9b:00.0 - persistence mode enabled.")]
    [DataRow("Jul 29 03:26:01 gpu1 root: NVRM: Xid (PCI:0000:9b:00): 79, GPU has fallen off the bus.")]
    [DataRow("2026-07-29T03:26:01.549000+00:00 gpu1 logger[12]: NVRM: Xid (PCI:0000:9b:00): 79, GPU has fallen off the bus.")]
    [DataRow("<13>1 2026-07-29T03:26:01.549Z gpu1 root - - - NVRM: Xid (PCI:0000:9b:00): 79, GPU has fallen off the bus.")]
    [DataRow("{\"_TRANSPORT\":\"stdout\",\"SYSLOG_IDENTIFIER\":\"kernel\",\"MESSAGE\":\"NVRM: Xid (PCI:0000:9b:00): 79, GPU has fallen off the bus.\"}")]
    public void Read_LineOfAnotherProgram_IsNotTheKernels(string line)
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);

        Assert.IsEmpty(file.Read([line]));
        Assert.AreEqual(1, file.Tally[LineClass.Ignored]);
    }

    [TestMethod]
    [DataRow("__CURSOR=s=0f2c;i=4e1|__REALTIME_TIMESTAMP=1785295561549000|__MONOTONIC_TIMESTAMP=4711100000|_TRANSPORT=kernel|MESSAGE=NVRM: Xid (PCI:0000:9b:00): 79, off|PRIORITY=3|")]
    [DataRow("Wed 2026-07-29 03:26:01.549000 UTC [s=0f2c;i=4e1;b=b7;m=11;t=65]|    _TRANSPORT=kernel|    PRIORITY=3|    MESSAGE=NVRM: Xid (PCI:0000:9b:00): 79, off")]
    [DataRow("{|        \"__CURSOR\" : \"s=0f2c;i=4e1\",|        \"__REALTIME_TIMESTAMP\" : \"1785295561549000\",|        \"MESSAGE\" : \"NVRM: Xid (PCI:0000:9b:00): 79, off\",|        \"PRIORITY\" : \"3\"|}")]
    public void Read_RecordOfTheJournalInFields_HasItsTime(string lines)
    {
        var happened = Events(lines.Split('|')).Single();

        Assert.AreEqual("NVRM: Xid (PCI:0000:9b:00): 79, off", happened.Text);
        Assert.AreEqual(Told, happened.At.ToDateTimeOffset());
    }

    [TestMethod]
    [DataRow("__CURSOR=s=0f2c;i=4e1|_TRANSPORT=syslog|MESSAGE=NVRM: Xid (PCI:0000:9b:00): 79, off", 0)]
    [DataRow("{|   \"dmesg\": [|      {|         \"pri\": 3,|         \"time\":  4711.100000,|         \"msg\": \"NVRM: Xid (PCI:0000:9b:00): 79, off\"|      },{|         \"msg\": \"NVRM: Xid (PCI:0000:9b:00): 45, a \\\"b\\\"\"|      }|   ]|}", 2)]
    public void Read_OtherRecordsInFields_AreReadAsWhatTheyAre(string lines, int events) => Assert.HasCount(events, Events(lines.Split('|')));

    private static string Difference(string form, string tells, string[] lines, List<Event> plain)
    {
        var read = Events([.. lines.Select(line => string.Format(CultureInfo.InvariantCulture, form, line, JsonSerializer.Serialize(line)))]);
        var time = tells switch
        {
            PrefixForms.Millisecond => Told,
            PrefixForms.Second => new DateTimeOffset(2026, 7, 29, 3, 26, 1, TimeSpan.Zero),
            _ => (DateTimeOffset?)null,
        };
        var at = read.Select(happened => happened.At?.ToDateTimeOffset()).Distinct().ToList();
        read.ForEach(happened => happened.At = null);
        return !read.SequenceEqual(plain) ? $"{form}: {string.Join("; ", read)}"
            : at is not [var one] || one != time ? $"{form}: at {string.Join(", ", at)}"
            : "";
    }

    private static List<Event> Events(string[] lines) => [.. new KernelLogFile(TimeZoneInfo.Utc).Read(lines)];
}
