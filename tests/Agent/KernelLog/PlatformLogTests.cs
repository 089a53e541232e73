using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>What other parts of the kernel than the GPU driver tell.</summary>
[TestClass]
public sealed class PlatformLogTests
{
    [TestMethod]
    public void Subjects_All_AreTheseAndInThisOrder() => Assert.AreEqual(
        "firmware-errors pcie host-memory machine-checks nvme nics links out-of-memory stacks crashes fabric-manager gpu-driver",
        string.Join(' ', LogSubjects.Create().Select(subject => subject.Name)));

    [TestMethod]
    public void Read_CorrectedPcieErrorInFiveLines_IsOneEventOfTheGpu()
    {
        var (events, tally) = Read(
            "pcieport 0000:00:01.0: AER: Multiple Corrected error received: 0000:41:00.0",
            "nvidia 0000:41:00.0: PCIe Bus Error: severity=Corrected, type=Physical Layer, (Receiver ID)",
            "nvidia 0000:41:00.0:   device [10de:2330] error status/mask=00000041/0000a000",
            "nvidia 0000:41:00.0:    [ 0] RxErr                  (First)",
            "nvidia 0000:41:00.0:    [ 6] BadTLP");

        var happened = events.Single();
        Assert.AreEqual(EventKinds.PcieError, happened.Kind);
        Assert.AreEqual("0000:41:00", happened.PciAddress);
        Assert.AreEqual("corrected", happened.Detail["severity"]);
        Assert.AreEqual("RxErr BadTLP", happened.Detail["errors"]);
        Assert.AreEqual("00000041", happened.Detail["status"]);
        Assert.AreEqual("0000:00:01.0", happened.Detail["reporter"]);
        Assert.AreEqual(3, tally[LineClass.Continuation]);
    }

    [TestMethod]
    [DataRow("pcieport 0000:b0:01.0: AER: Uncorrected (Fatal) error received: id=b100", "0000:b1:00", "0000:b1:00.0", "fatal")]
    [DataRow("pcieport 0001:b0:01.0: AER: Corrected error received: id=b1fb", "0001:b1:1f", "0001:b1:1f.3", "corrected")]
    public void Read_PcieErrorOfAnOlderKernel_NamesTheDeviceByItsId(string line, string address, string device, string severity)
    {
        var error = Read(line).Events.Single();

        Assert.AreEqual((address, device, severity), (error.PciAddress, error.Detail["device"], error.Detail["severity"]));
    }

    [TestMethod]
    [DataRow("AER: Uncorrected (Non-Fatal) error received: 0000:73:00.1", "Uncorrected (Non-Fatal)", "nonfatal")]
    [DataRow("AER: Uncorrectable (Fatal) error message received from 0000:73:00.1", "Uncorrectable (Fatal)", "fatal")]
    public void Read_UncorrectedPcieError_TellsFatalFromNonfatal(string received, string written, string severity)
    {
        var (events, _) = Read(
            $"pcieport 0000:00:1c.0: {received}",
            $"nvme 0000:73:00.1: AER: PCIe Bus Error: severity={written}, type=Transaction Layer, id=0008(Requester ID)",
            "nvme 0000:73:00.1: AER:    [20] UnsupReq               (First)",
            "nvme 0000:73:00.1: AER:   TLP Header: 40000001 0000000f 92000000 00000000",
            "pcieport 0000:00:1c.0: DPC: containment event, status:0x1f01: unmasked uncorrectable error detected",
            "pcieport 0000:00:1c.0: AER: device recovery failed");

        var error = events.Single(happened => happened.Kind == EventKinds.PcieError);
        Assert.AreEqual(severity, error.Detail["severity"]);
        Assert.AreEqual("Transaction Layer", error.Detail["layer"]);
        Assert.AreEqual("40000001 0000000f 92000000 00000000", error.Detail["header"]);
        Assert.AreEqual("failed", events.Single(happened => happened.Kind == EventKinds.PcieRecovery).Detail["outcome"]);
        Assert.AreEqual("0x1f01", events.Single(happened => happened.Kind == EventKinds.PcieContainment).Detail["status"]);
    }

    [TestMethod]
    public void Read_TwoDevicesAtOnce_AreTwoEvents()
    {
        var (events, _) = Read(
            "nvme 0000:73:00.0: PCIe Bus Error: severity=Corrected, type=Data Link Layer, (Transmitter ID)",
            "igb 0000:12:00.0: PCIe Bus Error: severity=Corrected, type=Physical Layer, (Receiver ID)",
            "nvme 0000:73:00.0:    [12] Timeout",
            "igb 0000:12:00.0:    [ 0] RxErr");

        Assert.AreEqual("Timeout RxErr", string.Join(' ', events.Select(happened => happened.Detail["errors"])));
    }

    [TestMethod]
    public void Read_EdacLine_NamesTheModuleAndCounts()
    {
        var (events, _) = Read(
            "EDAC MC0: 29589 CE memory read error on CPU_SrcID#0_Ha#0_Chan#0_DIMM#1 (channel:0 slot:1 page:0x17374e offset:0x0 grain:32 syndrome:0x0 -  OVERFLOW area:DRAM)",
            "EDAC MC3: 1 UE on mc#3csrow#1channel#0 (csrow:1 channel:0 page:0x1fd5c offset:0x0 grain:64)");

        Assert.AreEqual(EventKinds.HostMemoryCorrected, events[0].Kind);
        Assert.AreEqual(29589u, events[0].Count);
        Assert.AreEqual("CPU_SrcID#0_Ha#0_Chan#0_DIMM#1", events[0].Detail["dimm"]);
        Assert.AreEqual("0x17374e", events[0].Detail["page"]);
        Assert.AreEqual(EventKinds.HostMemoryUncorrected, events[1].Kind);
        Assert.AreEqual("mc#3csrow#1channel#0", events[1].Detail["dimm"]);
    }

    [TestMethod]
    public void Read_FirmwareAndEdacOfOneError_AreOneEvent()
    {
        var (events, tally) = Read(
            "{2}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 2",
            "{2}[Hardware Error]: It has been corrected by h/w and requires no further action",
            "{2}[Hardware Error]: event severity: corrected",
            "{2}[Hardware Error]:   section_type: memory error",
            "{2}[Hardware Error]:   physical_address: 0x0000000898b86020",
            "EDAC MC0: 1 CE single-symbol chipkill ECC on unknown memory (node:0 card:0 page:0x898b86 offset:0x20 grain:1 syndrome:0x0)");

        var happened = events.Single();
        Assert.AreEqual(EventKinds.HostMemoryCorrected, happened.Kind);
        Assert.AreEqual("firmware", happened.Detail["reported_by"]);
        Assert.AreEqual("0x898b86", happened.Detail["page"]);
        Assert.AreEqual(5, tally[LineClass.Continuation]);
    }

    [TestMethod]
    public void Read_FirmwareTellsOfAPcieDevice_NamesTheDevice()
    {
        var (events, _) = Read(
            "{763}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 11",
            "{763}[Hardware Error]: event severity: fatal",
            "{763}[Hardware Error]:   section_type: PCIe error",
            "{763}[Hardware Error]:   device_id: 0000:82:00.0");

        Assert.AreEqual(EventKinds.PcieError, events.Single().Kind);
        Assert.AreEqual("0000:82:00", events.Single().PciAddress);
        Assert.AreEqual("fatal", events.Single().Detail["severity"]);
    }

    [TestMethod]
    public void Read_MachineChecks_AreOneEventEach()
    {
        var (events, _) = Read(
            "mce: [Hardware Error]: Machine check events logged",
            "mce: [Hardware Error]: CPU 12: Machine Check: 0 Bank 7: 8c00004000010090",
            "mce: [Hardware Error]: TSC 0 ADDR 12aa905a80 MISC 90001ffe ",
            "mce: [Hardware Error]: CPU 0: Machine Check Exception: 5 Bank 8: be00000000800400",
            "[Hardware Error]: CPU:2 (17:31:0) MC17_STATUS[Over|CE|MiscV|AddrV|-|-|SyndV|CECC|-|-|-]: 0xdc2040000000011b");

        Assert.AreEqual("7 corrected, 8 uncorrected, 17 corrected", string.Join(", ", events.Select(happened => $"{happened.Detail["bank"]} {happened.Detail["severity"]}")));
        Assert.IsTrue(events.TrueForAll(happened => happened.Kind == EventKinds.MachineCheck));
        Assert.AreEqual("12aa905a80", events[0].Detail["addr"]);
    }

    [TestMethod]
    [DataRow("nvme nvme0: I/O 22 QID 0 timeout, reset controller", "timeout_reset")]
    [DataRow("nvme nvme0: I/O tag 12 (100c) opcode 0x2 (Read) QID 4 timeout, aborting req_op:READ(0) size:4096", "timeout")]
    [DataRow("nvme nvme0: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0x10", "controller_down")]
    [DataRow("nvme nvme0: Device not ready; aborting reset, CSTS=0x1", "not_ready")]
    [DataRow("nvme nvme0: Removing after probe failure status: -19", "removed")]
    [DataRow("blk_update_request: critical medium error, dev nvme0n1, sector 1234 op 0x0:(READ) flags 0x80700", "media")]
    [DataRow("I/O error, dev nvme0c0n1, sector 1088653384 op 0x1:(WRITE) flags 0x700", "io")]
    [DataRow("nvme0n1: I/O Cmd(0x2) @ LBA 1234, 8 blocks, I/O Error (sct 0x2 / sc 0x81) MORE DNR", "media")]
    public void Read_NvmeTrouble_IsNamed(string line, string error)
    {
        var (events, _) = Read("nvme nvme0: pci function 0000:01:00.0", line);

        var happened = events.Single();
        Assert.AreEqual(EventKinds.NvmeError, happened.Kind);
        Assert.AreEqual(error, happened.Detail["error"]);
        Assert.AreEqual("nvme0", happened.Detail["disk"]);
        Assert.AreEqual("0000:01:00", happened.PciAddress);
    }

    [TestMethod]
    [DataRow("mlx5_core 0000:12:00.0 ens1f0np0: Link down", EventKinds.LinkDown, "ens1f0np0")]
    [DataRow("mlx5_core 0000:12:00.0 ens1f0np0: Link up", EventKinds.LinkUp, "ens1f0np0")]
    [DataRow("igb 0000:01:00.0 eno1: igb: eno1 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX/TX", EventKinds.LinkUp, "eno1")]
    [DataRow("ixgbe 0000:03:00.0 eth0: NIC Link is Down", EventKinds.LinkDown, "eth0")]
    [DataRow("ice 0000:98:00.0 ens1: NIC Link is up 100 Gbps Full Duplex, Requested FEC: RS-FEC", EventKinds.LinkUp, "ens1")]
    [DataRow("r8169 0000:03:00.0 enp3s0: Link is Down", EventKinds.LinkDown, "enp3s0")]
    [DataRow("eth0: Link is Up - 1Gbps/Full - flow control rx/tx", EventKinds.LinkUp, "eth0")]
    [DataRow("bond0: (slave ens1f0): link status definitely down, disabling slave", EventKinds.LinkDown, "ens1f0")]
    public void Read_NetworkLink_TellsWhichAndWhichWay(string line, string kind, string name)
    {
        var (events, _) = Read(line);

        Assert.AreEqual(kind, events.Single().Kind);
        Assert.AreEqual(name, events.Single().Detail["interface"]);
    }

    [TestMethod]
    [DataRow("IPv6: ADDRCONF(NETDEV_UP): eth0: link is not ready")]
    [DataRow("IPv6: ADDRCONF(NETDEV_CHANGE): eth0: link becomes ready")]
    [DataRow("ata1: SATA link up 6.0 Gbps (SStatus 133 SControl 300)")]
    [DataRow("nvme nvme0: 8/0/0 default/read/poll queues")]
    [DataRow("EDAC MC: Ver: 3.0.0")]
    [DataRow("pci 0000:00:01.0: PME# supported from D0 D3hot")]
    public void Read_OrdinaryTalk_IsIgnored(string line)
    {
        var (events, tally) = Read(line);

        Assert.IsEmpty(events);
        Assert.AreEqual(1, tally[LineClass.Ignored]);
    }

    [TestMethod]
    public void Read_SlotLosesItsLink_IsALinkOfPcie()
    {
        var (events, _) = Read("pcieport 0000:00:1c.0: pciehp: Slot(4): Link Down");

        Assert.AreEqual(EventKinds.LinkDown, events.Single().Kind);
        Assert.AreEqual("pcie", events.Single().Detail["link"]);
        Assert.AreEqual("4", events.Single().Detail["slot"]);
    }

    [TestMethod]
    public void Read_OutOfMemory_NamesTheProcessAndItsGroup()
    {
        var (events, _) = Read(
            "python3 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0-1,oom_memcg=/a,task_memcg=/a/vllm.service,task=python3,pid=1234,uid=0",
            "Memory cgroup out of memory: Killed process 1234 (VLLM::EngineCor) total-vm:120000000kB, anon-rss:98000000kB, file-rss:0kB",
            "oom_reaper: reaped process 1234 (VLLM::EngineCor), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB");

        var happened = events.Single();
        Assert.AreEqual(EventKinds.OutOfMemory, happened.Kind);
        Assert.AreEqual("VLLM::EngineCor", happened.Detail["process"]);
        Assert.AreEqual("/a/vllm.service", happened.Detail["cgroup"]);
        Assert.AreEqual("98000000", happened.Detail["rss_kb"]);
    }

    [TestMethod]
    public void Read_HungTaskInsideTheDriver_SaysWhere()
    {
        var (events, tally) = Read(
            "INFO: task python3:1234 blocked for more than 120 seconds.",
            "      Tainted: P           OE     5.15.0-112-generic #122-Ubuntu",
            "\"echo 0 > /proc/sys/kernel/hung_task_timeout_secs\" disables this message.",
            "task:python3         state:D stack:    0 pid: 1234 ppid:  1000 flags:0x00004006",
            "Call Trace:",
            " <TASK>",
            " __schedule+0x2d1/0x8a0",
            " os_acquire_mutex+0x3b/0x50 [nvidia]",
            " </TASK>");

        Assert.AreEqual(EventKinds.HungTask, events.Single().Kind);
        Assert.AreEqual("true", events.Single().Detail["gpu_driver"]);
        Assert.AreEqual("os_acquire_mutex", events.Single().Detail["where"]);
        Assert.AreEqual(8, tally[LineClass.Continuation]);
    }

    [TestMethod]
    [DataRow("watchdog: BUG: soft lockup - CPU#12 stuck for 22s! [python3:1234]")]
    [DataRow("NMI watchdog: BUG: soft lockup - CPU#12 stuck for 22s! [python3:1234]")]
    public void Read_SoftLockup_IsAHungTaskOfThatCpu(string line)
    {
        var happened = Read(line).Events.Single();

        Assert.AreEqual(EventKinds.HungTask, happened.Kind);
        Assert.AreEqual("python3 1234 22 12 soft_lockup", string.Join(' ', "process pid seconds cpu what".Split(' ').Select(key => happened.Detail[key])));
    }

    [TestMethod]
    [DataRow("pt_main_thread[2536443]: segfault at 7f797fe00000 ip 00007f7c7ac69996 sp 00007f7c12fd7c30 error 4 in libnccl.so.2[7f7c7ac00000+d3d3000]", "pt_main_thread 2536443 segfault libnccl.so.2")]
    [DataRow("VLLM::Worker_TP0[77]: segfault at 0 ip 000055d0 sp 00007ffe error 6 likely on CPU 5 (core 1, socket 0)", "VLLM::Worker_TP0 77 segfault -")]
    [DataRow("traps: python3[1234] general protection fault ip:7f3a1c0de123 sp:7ffd3b2a1c90 error:0 in libcuda.so.550.54.15[7f3a1c000000+1c00000]", "python3 1234 general protection fault libcuda.so.550.54.15")]
    [DataRow("traps: vllm[9] trap invalid opcode ip:55d0 sp:7ffe error:0", "vllm 9 invalid opcode -")]
    public void Read_ProcessThatCrashed_NamesItAndTheLibrary(string line, string expected)
    {
        var happened = Read(line).Events.Single();

        Assert.AreEqual(EventKinds.ProcessCrash, happened.Kind);
        Assert.AreEqual(expected, $"{happened.Detail["process"]} {happened.Detail["pid"]} {happened.Detail["fault"]} {happened.Detail.GetValueOrDefault("library", "-")}");
    }

    private static (List<Event> Events, LineCounts Tally) Read(params string[] lines)
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);
        var events = file.Read(lines).ToList();
        Assert.AreEqual(lines.Length, file.Tally.Lines);
        return (events, file.Tally);
    }
}
