using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog.Platform;

/// <summary>Stalls, lockups and faults of the kernel, by what people's machines wrote (github.com: NVIDIA/open-gpu-kernel-modules 276, 1141, 1031;
/// blakeblackshear/frigate 6360; Open-CAS/ocf 408; openzfs/zfs 3031 and spl 81; koverstreet/bcachefs 98; cilium/tetragon 328).</summary>
[TestClass]
public sealed class KernelStacksTests
{
    [TestMethod]
    public void Read_OopsInTheDriver_IsOneEventThatSaysWhere()
    {
        var (happened, tally) = One(
            "[    2.613694] BUG: kernel NULL pointer dereference, address: 0000000000000fa8",
            "[    2.615816] #PF: supervisor write access in kernel mode",
            "[    2.616883] #PF: error_code(0x0002) - not-present page",
            "[    2.617941] PGD 112897067 P4D 112897067 PUD 112898067 PMD 0 ",
            "[    2.618999] Oops: 0002 [#1] PREEMPT SMP NOPTI",
            "[    2.620053] CPU: 7 PID: 689 Comm: systemd-udevd Tainted: G           O      5.15.41-gentoo #1 6f8f0a11bd38f4c21163d9826a9b78d7146dd476",
            "[    2.622175] RIP: 0010:nvlogInit+0x6/0xd0 [nvidia]",
            "[    2.623317] Code: 02 00 00 48 c7 c2 50 92 27 a0 b9 04 00 00 00 49 c7 c0 99 1a 2a a0 41 b9 51 00 00 00 e9 5a ff ff ff cc cc cc 55 48 89 e5 53 50",
            "[    2.624417] RSP: 0018:ffffc900011c3ad8 EFLAGS: 00010246");

        Assert.AreEqual(EventKinds.KernelOops, happened.Kind);
        Assert.AreEqual("null_pointer 0000000000000fa8 systemd-udevd 689 7 true nvlogInit", Details(happened, "what address process pid cpu gpu_driver where"));
        Assert.AreEqual(8, tally[LineClass.Continuation]);
    }

    [TestMethod]
    public void Read_OopsOfANewerKernel_NamesTheTask()
    {
        var (happened, _) = One(
            "BUG: kernel NULL pointer dereference, address: 000000000000041c",
            "#PF: supervisor read access in kernel mode",
            "Oops: Oops: 0000 [#1] SMP NOPTI",
            "CPU: 4 UID: 0 PID: 576538 Comm: kmscon Tainted: G        W  OE       6.18.24",
            "RIP: 0010:nv_audio_dynamic_power+0xcd/0x140 [nvidia]",
            "Call Trace:",
            " <TASK>",
            " subdeviceCtrlCmdOsUnixAudioDynamicPower_IMPL+0x27/0x2b [nvidia 150ac0faf5cc194d9]",
            " </TASK>");

        Assert.AreEqual("kmscon 576538 4 nv_audio_dynamic_power", Details(happened, "process pid cpu where"));
    }

    [TestMethod]
    [DataRow("BUG: unable to handle kernel NULL pointer dereference at 0000000000000010", "null_pointer")]
    [DataRow("Unable to handle kernel NULL pointer dereference at virtual address 0000000000000010", "null_pointer")]
    [DataRow("BUG: unable to handle page fault for address: ffffa1b2c3d4e5f6", "page_fault")]
    [DataRow("BUG: unable to handle kernel paging request at ffffa1b2c3d4e5f6", "page_fault")]
    [DataRow("general protection fault: 0000 [#1] SMP NOPTI", "protection_fault")]
    [DataRow("general protection fault, probably for non-canonical address 0xdead000000000122: 0000 [#1] SMP NOPTI", "protection_fault")]
    [DataRow("Oops: general protection fault, probably for non-canonical address 0xdead000000000122: 0000 [#1] SMP NOPTI", "protection_fault")]
    [DataRow("kernel BUG at /var/lib/dkms/nvidia/550.54.15/build/nvidia-uvm/uvm_va_block.c:1234!", "assertion")]
    [DataRow("Oops: 0000 [#1] SMP PTI", "oops")]
    [DataRow("Internal error: Oops: 0000000096000004 [#1] SMP", "oops")]
    [DataRow("divide error: 0000 [#1] SMP NOPTI", "oops")]
    [DataRow("Kernel panic - not syncing: Fatal exception", "panic")]
    public void Read_FaultOfTheKernel_SaysWhat(string line, string what)
    {
        var (happened, _) = One(line);

        Assert.AreEqual((EventKinds.KernelOops, what), (happened.Kind, happened.Detail["what"]));
    }

    [TestMethod]
    public void Read_RcuStallOfANewerKernel_NamesTheProcessorAndTheTask()
    {
        var (happened, tally) = One(
            "Apr 04 19:43:58 bismuth kernel: rcu: INFO: rcu_sched self-detected stall on CPU",
            "Apr 04 19:43:58 bismuth kernel: rcu:         0-....: (65131 ticks this GP) idle=7fa/1/0x4000000000000002 softirq=461259/461259 fqs=30492 ",
            "Apr 04 19:43:58 bismuth kernel:         (t=65131 jiffies g=674353 q=251852)",
            "Apr 04 19:43:58 bismuth kernel: NMI backtrace for cpu 0",
            "Apr 04 19:43:58 bismuth kernel: CPU: 0 PID: 353 Comm: bch_rebalance Not tainted 5.3.0 #1-NixOS",
            "Apr 04 19:43:58 bismuth kernel: Hardware name: Dell Inc. Latitude E5470/0C8FKJ, BIOS 1.19.3 08/20/2018",
            "Apr 04 19:43:58 bismuth kernel: Call Trace:",
            "Apr 04 19:43:58 bismuth kernel:  <IRQ>",
            "Apr 04 19:43:58 bismuth kernel:  dump_stack+0x5c/0x80");

        Assert.AreEqual(EventKinds.HungTask, happened.Kind);
        Assert.AreEqual("rcu_stall 0 65131 bch_rebalance 353", Details(happened, "what cpu jiffies process pid"));
        Assert.AreEqual(8, tally[LineClass.Continuation]);
    }

    [TestMethod]
    [DataRow("INFO: rcu_sched self-detected stall on CPU { 17}  (t=15001 jiffies g=310464443 c=310464442 q=0)", "17", "15001")]
    [DataRow("INFO: rcu_sched_state detected stalls on CPUs/tasks: { 2} (detected by 7, t=15002 jiffies)", "2", "15002")]
    [DataRow("rcu: INFO: rcu_sched detected stalls on CPUs/tasks:|rcu: \t1-...!: (0 ticks this GP) idle=d9c/0/0x0 softirq=20/20 fqs=0 |\t(detected by 0, t=33407 jiffies, g=-1107, q=10)|Sending NMI from CPU 0 to CPUs 1:", "1", "33407")]
    [DataRow("rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 12-... } 6000 jiffies s: 123 root: 0x1/.", "12", "-")]
    public void Read_RcuStall_NamesTheProcessor(string lines, string cpu, string jiffies)
    {
        var (happened, tally) = One(lines.Split('|'));

        Assert.AreEqual($"rcu_stall {cpu} {jiffies}", Details(happened, "what cpu jiffies"));
        Assert.AreEqual(0, tally[LineClass.Ignored]);
    }

    [TestMethod]
    [DataRow("NMI watchdog: Watchdog detected hard LOCKUP on cpu 79", "79")]
    [DataRow("watchdog: Watchdog detected hard LOCKUP on cpu 1", "1")]
    [DataRow("watchdog: CPU4: Watchdog detected hard LOCKUP on cpu 5", "5")]
    public void Read_HardLockup_NamesTheProcessor(string line, string cpu)
    {
        var (happened, _) = One(line, "Modules linked in: nvidia_uvm(OE) nvidia(POE)", "CPU: 79 PID: 0 Comm: swapper/79 Tainted: G OE 5.10.0-18-2-amd64 #1 Debian 5.10.140-1");

        Assert.AreEqual(EventKinds.HungTask, happened.Kind);
        Assert.AreEqual($"hard_lockup {cpu} swapper/79 -", Details(happened, "what cpu process gpu_driver"));
    }

    [TestMethod]
    [DataRow("[1588862.292994] watchdog: BUG: soft lockup - CPU#0 stuck for 23s! [frigate.output:1243199]", "0 23 frigate.output 1243199 krcWatchdog_IMPL")]
    [DataRow("Jan 24 17:18:54 orca1 kernel: [1063056.652012] BUG: soft lockup - CPU#6 stuck for 67s! [z_wr_iss/6:5856]", "6 67 z_wr_iss/6 5856 krcWatchdog_IMPL")]
    public void Read_SoftLockupInTheDriver_SaysWhere(string line, string expected)
    {
        var (happened, _) = One(line, "Modules linked in: nvidia(POE)", " ? os_get_monotonic_time_ns_hr+0xf0/0xf0", " krcWatchdog_IMPL+0x4d0/0x530 [nvidia d77db9053aae9deb06d908cd2319f68dd09798a6]");

        Assert.AreEqual(expected, Details(happened, "cpu seconds process pid where"));
        Assert.AreEqual("true", happened.Detail["gpu_driver"]);
    }

    /// <summary>Frames of older kernels bear their addresses.</summary>
    [TestMethod]
    public void Read_HungTaskOfAnOlderKernel_SaysWhere()
    {
        var (happened, _) = One("INFO: task nvidia-smi:1234 blocked for more than 120 seconds.", "Call Trace:", " [<ffffffffc01cc246>] ? rm_ioctl+0x196/0x3d0 [nvidia]");

        Assert.AreEqual("rm_ioctl", happened.Detail["where"]);
    }

    private static string Details(Event happened, string keys) => string.Join(' ', keys.Split(' ').Select(key => happened.Detail.GetValueOrDefault(key, "-")));

    private static (Event Happened, LineCounts Tally) One(params string[] lines)
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);
        return (file.Read(lines).Single(), file.Tally);
    }
}
