using System.Text;
using CsCheck;
using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>Whatever stands in the log: no line stops the reader, none goes unaccounted, and none takes more room than it may.</summary>
[TestClass]
public sealed class KernelLogFuzzTests
{
    /// <summary>One real line of each form; mutations of them come closest to a parser's edges.</summary>
    private static readonly string[] Lines =
    [
        "[111111111.111] NVRM: Xid (PCI:0000:05:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.",
        "4,5012,171167620236,-,caller=T42;NVRM: Xid (PCI:0018:01:00): 145, pid=876767, name=ray::WorkerDict, RLW_RXPIPE Nonfatal XC0 i0 Link 13 (0x0409a0c2 0x8)",
        "NVRM: Xid (PCI:0000:9b:00): 119, pid=1, name=a, Timeout after 6s of waiting for RPC response from GPU4 GSP! Expected function 103 (GSP_RM_ALLOC) (0x2081 0x4).",
        "NVRM: Xid (PCI:0009:01:00): 154, GPU recovery action changed from 0x0 (None) to 0x4 (Drain and Reset)",
        "nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV error (First)",
        "NVRM: The NVIDIA GPU 0000:18:00.0\\x0aNVRM: (PCI ID: 10de:2901) installed in this system has",
        "pcieport 0000:00:01.0: AER: Multiple Corrected error received: 0000:41:00.0",
        "nvidia 0000:41:00.0: PCIe Bus Error: severity=Corrected, type=Physical Layer, (Receiver ID)",
        "nvidia 0000:41:00.0:   device [10de:2330] error status/mask=00000041/0000a000",
        "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x30aa905 offset:0xa80 grain:32)",
        "{1}[Hardware Error]:   section_type: memory error",
        "mce: [Hardware Error]: CPU 12: Machine Check: 0 Bank 7: 8c00004000010090",
        "nvme0n1: I/O Cmd(0x2) @ LBA 1234, 8 blocks, I/O Error (sct 0x2 / sc 0x81) MORE DNR",
        "igb 0000:01:00.0 eno1: igb: eno1 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX/TX",
        "mlx5_core 0000:08:00.0: print_health_info:425:(pid 912): Health issue observed, firmware internal error, severity(3) ERROR:",
        "mlx5_core 0000:08:00.0: print_health_info:429:(pid 912): assert_var[0] 0x08040700",
        "mlx5_core 0000:08:00.0: print_health_info:440:(pid 912): synd 0x1: firmware internal error",
        "mlx5_core 0000:41:00.0: poll_health:825:(pid 0): device's health compromised - reached miss count",
        "mlx5_core 0000:5c:00.0: Port module event[error]: module 0, Cable error, High Temperature",
        "mlx5_core 0000:41:00.0: mlx5_cmd_out_err:838:(pid 7): ACCESS_REG(0x805) op_mod(0x1) failed, status bad operation(0x2), syndrome (0x305684), err(-22)",
        "NETDEV WATCHDOG: ens1f0np0 (mlx5_core): transmit queue 12 timed out",
        "pt_main_thread[2536443]: segfault at 7f797fe00000 ip 00007f7c7ac69996 sp 00007f7c12fd7c30 error 4 in libnccl.so.2[7f7c7ac00000+d3d3000]",
        "[Feb 27 2025 15:10:02] [ERROR] [tid 12727] detected NVSwitch non-fatal error 12028 on fid 0 on NVSwitch pci bus id 00000000:86:00.0 physical id 3 port 61",
        "[Jul 19 2025 18:34:55] [ERROR] [tid 192] Fabric Manager detected GPU NVL Non Fatal error on :",
        "errorDebugData : 0x00000000 0x00000001",
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task_memcg=/a/b,task=python3,pid=1234,uid=0",
        "INFO: task nvidia-smi:1234 blocked for more than 120 seconds.",
        "[Sun Feb 23 16:24:18 2025] NVRM: GPU at PCI:0000:9b:00: GPU-509665ad-b600-ac93-3616-d754b23d636d",
        "Wed 2026-07-29 03:26:01.549 UTC gpu1 kernel: NVRM: The NVIDIA GPU 0000:b3:00.0#012NVRM: (PCI ID: 10de:26b5) installed in this system has",
        "<4>1 2026-07-29T03:26:01.549Z gpu1 kernel - - [meta sequenceId=\"7\"] \uFEFF[ 4711.1] nvme nvme0: controller is down",
        "[Jul29 03:26] pcieport 0000:00:03.0: AER: device recovery failed",
        "1785295561.549000 gpu1 kernel: BUG: kernel NULL pointer dereference, address: 0000000000000fa8",
        "{\"__REALTIME_TIMESTAMP\":\"1785295561549000\",\"_TRANSPORT\":\"kernel\",\"MESSAGE\":[78,86,82,77,58]}",
        "                                      NVRM: has the version 595.84, but this kernel module has",
        "NVRM: API mismatch: the client 'python3' (pid 1005)",
        "BERT: Error records from previous boot:",
        "__REALTIME_TIMESTAMP=1785295561549000",
        "         \"msg\": \"NVRM: Xid (PCI:0000:9b:00): 79, off\"",
        "[Hardware Error]: event severity: fatal",
        "rcu: INFO: rcu_sched detected stalls on CPUs/tasks: { 12-... } (detected by 7, t=15002 jiffies)",
        "audit: type=1701 audit(1753759561.549:421): auid=0 pid=77 comm=\"python3\" exe=\"/usr/bin/python3\" sig=7 res=1",
        "Feb 23 16:24:18 gpu-01 kernel: [  9.1] NVRM: Xid (PCI:0000:41:00 GPU-I:01): 31, pid=7, name=a, b, Ch 00000008",
    ];

    private static readonly string[] Odd = ["\u0000", "\\x0a", "((((", "     ", "99999999999999999999", "0x", "\n", "é", "\ud800"];

    private static readonly Gen<string> Mutated = Gen.Select(
        Gen.Int[0, Lines.Length - 1], Gen.Int[0, 200], Gen.Int[0, 40], Gen.OneOf(Gen.String[0, 8], Gen.Int[0, Odd.Length - 1].Select(odd => Odd[odd])),
        (number, at, removed, added) =>
        {
            var line = Lines[number];
            at = Math.Min(at, line.Length);
            return string.Concat(line.AsSpan(0, at), added, line.AsSpan(Math.Min(line.Length, at + removed)));
        });

    [TestMethod]
    public void Read_MutatedLines_AreAllAccountedFor() => Mutated.Array[0, 12].Sample(Accounted, iter: 20_000);

    [TestMethod]
    public void Read_BytesThatAreNoText_AreAllAccountedFor() =>
        Gen.Byte.Array[0, 300].Select(bytes => Encoding.UTF8.GetString(bytes)).Array[0, 8].Sample(Accounted, iter: 5_000);

    /// <summary>What would make a backtracking pattern take for ever is read like any other line: a pattern that backtracks without
    /// bound would not end within this test run.</summary>
    [TestMethod]
    [Timeout(120_000)] // Of the runner's own: a pattern that never ends heeds no token.
    [DataRow("watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [", "a:1")]
    [DataRow("NVRM: Xid (PCI:0000:05:00): 74, NVLink: fatal error detected on link 6(", "0x0, ")]
    [DataRow("NVRM: GPU ", "0000:c1:")]
    [DataRow("pcieport 0000:b0:01.0: AER: ", "Corrected error received: id=")]
    [DataRow("NVRM: Xid (PCI:0000:05:00): 79, pid=1, name=", ", ")]
    [DataRow("NVRM: Xid (PCI:0000:05:00): 149, A", "A/")]
    [DataRow("NVRM:", "     ")]
    [DataRow("NVRM: Xid (PCI:", "0:")]
    [DataRow("EDAC MC0: 1 CE ", "on on ")]
    [DataRow("EDAC MC0: 1 CE a on b (", "page:0 ")]
    [DataRow("Out of memory: Killed process 1 (", ") anon-rss:")]
    [DataRow("oom-kill:constraint=A,", "task_memcg=a,task=b,pid=")]
    [DataRow("INFO: task ", "a:1 blocked ")]
    [DataRow("nvme0n1: I/O ", "@ LBA 1, (sct 0x1 / ")]
    [DataRow("mlx5_core 0000:12:00.0 a", ": Link ")]
    [DataRow("mlx5_core 0000:12:00.0: a:1:(pid 1): ", "Health issue observed, a, severity(3) ")]
    [DataRow("mlx5_core 0000:12:00.0: ", "assert_var[0] 0x1: ")]
    [DataRow("mlx5_core 0000:12:00.0: A(0x1) op_mod(0x1) failed, status ", "bad (0x1), syndrome ")]
    [DataRow("mlx5_core 0000:12:00.0: Port module event[error]: module 0, ", "Cable error, ")]
    [DataRow("mlx5_core 0000:12:00.0 eth0: NETDEV WATCHDOG: ", "transmit queue 1 ")]
    [DataRow("NETDEV WATCHDOG: ", "eth0 (mlx5_core): ")]
    [DataRow("traps: ", "a[1] general protection fault ip:")]
    [DataRow("a", "[1]: segfault at 1 ip 1 sp 1 error 1 in ")]
    [DataRow("{1}[Hardware Error]: ", "a a ")]
    [DataRow("mce: [Hardware Error]: ", "ADDR ADDR")]
    [DataRow("[", "[ ")]
    [DataRow("[", "1.1] [")]
    [DataRow("<4>1 2026-07-29T03:26:01Z a kernel - - ", "[a b=\"\\]\"]")]
    [DataRow("Jul 29 03:26:01 ", "a kernel ")]
    [DataRow("Jul 29 03:26:01 ", "a.")]
    [DataRow("Wed 2026-07-29 03:26:01 ", "UTC ")]
    [DataRow("kern  :err   : ", "kern  :err   : ")]
    [DataRow("kernel: NVRM: ", "#012NVRM: ")]
    [DataRow("4,1,2,-;NVRM: ", "\\x0a")]
    [DataRow("{\"MESSAGE\":[", "78,")]
    [DataRow("{\"a\":", "[")]
    [DataRow("\"msg\": \"", "\\\\a")]
    [DataRow("\u001b[", "1;")]
    [DataRow("audit: type=1701 audit(1:1): ", "pid=1 comm=\"a\" ")]
    [DataRow("INFO: rcu_sched detected stalls on CPUs/tasks: { 1", " t=1 t=")]
    [DataRow("general protection fault, ", "address ")]
    [DataRow("NVRM: API mismatch: the client '", "a' (pid 1) ")]
    [DataRow("pcieport 0000:b0:01.0:    [ 5] ", "Surprise Down ")]
    [DataRow("6,1,2,", ",-")]
    public void Read_LongLineOfOnePiece_IsRead(string begin, string piece)
    {
        var line = begin + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        Assert.IsTrue(Accounted([.. Enumerable.Repeat(line, 20)]));
    }

    [TestMethod]
    [DoNotParallelize] // It weighs the whole process.
    public void Read_EndlessBegins_TakeBoundedRoom()
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var events = file.Read(Enumerable.Range(0, 100_000).Select(Begin)).Count();
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.AreEqual(100_000, file.Tally.Lines);
        Assert.IsGreaterThan(10_000, events);
        Assert.IsLessThan(2 << 20, grown);
    }

    /// <summary>Each begins something that never ends, each on a device of its own.</summary>
    private static string Begin(int number) => (number % 9) switch
    {
        0 => $"NVRM: GPU at PCI:{number:x8}:05:00: GPU-509665ad-b600-ac93-3616-{number:x12}",
        1 => $"pcieport 0000:00:01.0: AER: Corrected error received: {number:x8}:00:00.0",
        2 => $"NVRM: Xid (PCI:{number:x8}:05:00): 48, DBE",
        3 => $"nvme nvme{number % 10_000}: pci function {number:x8}:01:00.0",
        4 => $"{{{number}}}[Hardware Error]: event severity: corrected",
        5 => $"mlx5_core {number:x8}:01:00.0: Health issue observed, firmware internal error, severity(3) ERROR:",
        6 => $"NVRM: API mismatch: the client 'a{number}' (pid {number})",
        7 => $"BUG: kernel NULL pointer dereference, address: {number:x16}",
        _ => $"INFO: task a{number}:{number} blocked for more than 120 seconds.",
    };

    private static bool Accounted(string[] lines)
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);
        var events = file.Read(lines).ToList();
        var told = file.Tally[LineClass.NotUnderstood] + file.Tally[LineClass.Understood] > 0;
        return file.Tally.Lines == lines.Length
            && (!told || events.Count > 0)
            && events.TrueForAll(happened => happened.Text.Length <= KernelRecord.LongestText && happened.Count > 0 && happened.CalculateSize() < 16 * KernelRecord.LongestText);
    }
}
