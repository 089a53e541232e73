using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Platform.Processes;

/// <summary>The first line of what ends in the dump of a stack. Names of groups are names of details. Pure.</summary>
internal static partial class StackHeads
{
    private static readonly string[] Details = ["process", "pid", "cpu", "seconds", "jiffies", "address", "file", "message"];

    /// <summary>The first that fits has it; details' "what" says which it is.</summary>
    private static readonly (Regex Form, string Kind, string What)[] All =
    [
        (Blocked(), EventKinds.HungTask, ""),
        (SoftLockup(), EventKinds.HungTask, "soft_lockup"),
        (HardLockup(), EventKinds.HungTask, "hard_lockup"),
        (RcuStall(), EventKinds.HungTask, "rcu_stall"),
        (NullPointer(), EventKinds.KernelOops, "null_pointer"),
        (PageFault(), EventKinds.KernelOops, "page_fault"),
        (Protection(), EventKinds.KernelOops, "protection_fault"),
        (Assertion(), EventKinds.KernelOops, "assertion"),
        (Count(), EventKinds.KernelOops, "oops"),
        (Panic(), EventKinds.KernelOops, "panic"),
    ];

    public static Event? Read(KernelLine line)
    {
        foreach (var (form, kind, what) in All)
        {
            if (form.Match(line.Text) is { Success: true } match)
            {
                return Told(line, kind, what, match);
            }
        }

        return null;
    }

    /// <summary>The line that counts a fault of the kernel, which mostly follows the one that says what it is.</summary>
    public static bool IsCount(string text) => Count().IsMatch(text);

    private static Event Told(KernelLine line, string kind, string what, Match match)
    {
        var happened = line.Tell(kind);
        foreach (var name in Details)
        {
            if (match.Groups[name].Success)
            {
                happened.Detail[name] = match.Groups[name].Value;
            }
        }

        if (what.Length > 0)
        {
            happened.Detail["what"] = what;
        }

        if (match.Groups["process"].Value.Contains("nvidia", StringComparison.Ordinal) || match.Groups["file"].Value.Contains("nvidia", StringComparison.Ordinal))
        {
            happened.Detail["gpu_driver"] = "true";
        }

        return happened;
    }

    [GeneratedRegex(@"^INFO: task (?<process>.{1,64}):(?<pid>\d{1,10}) (?:is )?blocked (?:on an? [\w ]{1,40} )?for more than (?<seconds>\d{1,10}) seconds")]
    private static partial Regex Blocked();

    // watchdog: BUG: soft lockup - CPU#12 stuck for 22s! [python3:1234]          BUG: soft lockup - CPU#6 stuck for 67s! [z_wr_iss/6:5856]
    [GeneratedRegex(@"^(?:(?:NMI )?watchdog: )?BUG: soft lockup - CPU#(?<cpu>\d{1,5}) stuck for (?<seconds>\d{1,10})s! \[(?<process>.{1,64}):(?<pid>\d{1,10})\]")]
    private static partial Regex SoftLockup();

    // NMI watchdog: Watchdog detected hard LOCKUP on cpu 79          watchdog: CPU4: Watchdog detected hard LOCKUP on cpu 5
    [GeneratedRegex(@"^(?:(?:NMI )?watchdog: )?(?:CPU\d{1,5}: )?Watchdog detected hard LOCKUP on cpu (?<cpu>\d{1,5})")]
    private static partial Regex HardLockup();

    // rcu: INFO: rcu_sched self-detected stall on CPU          rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
    // INFO: rcu_sched self-detected stall on CPU { 17}  (t=15001 jiffies g=310464443 c=310464442 q=0)          before Linux 4.19
    // rcu: INFO: rcu_sched detected expedited stalls on CPUs/tasks: { 12-... } 6000 jiffies s: 123 root: 0x1/.
    [GeneratedRegex(@"^(?:rcu: )?INFO: rcu_\w{1,20} (?:self-)?detected (?:expedited )?stalls? on CPU(?:s/tasks:?)?(?: \{ ?(?<cpu>\d{1,5})[^}]{0,80}\})?(?:.{0,60}?\bt=(?<jiffies>\d{1,10}) jiffies)?")]
    private static partial Regex RcuStall();

    // BUG: kernel NULL pointer dereference, address: 0000000000000fa8          BUG: unable to handle kernel NULL pointer dereference at 0000000000000010
    // Unable to handle kernel NULL pointer dereference at virtual address 0000000000000010          ARM
    [GeneratedRegex(@"^(?:BUG: kernel|(?:BUG: u|U)nable to handle kernel) NULL pointer dereference(?:, address:| at)(?: virtual address)? (?<address>[0-9a-f]{8,16})")]
    private static partial Regex NullPointer();

    // BUG: unable to handle page fault for address: ffffa1b2c3d4e5f6          BUG: unable to handle kernel paging request at ffffa1b2c3d4e5f6
    [GeneratedRegex(@"^(?:BUG: u|U)nable to handle (?:page fault for address:|kernel paging request at)(?: virtual address)? (?<address>[0-9a-f]{8,16})")]
    private static partial Regex PageFault();

    // general protection fault, probably for non-canonical address 0xdead000000000122: 0000 [#1] SMP NOPTI          Oops: general protection fault, ...
    [GeneratedRegex(@"^(?:Oops: )?general protection fault(?:, .{0,60}?address (?<address>0x[0-9a-f]{1,16}))?(?:, [^:]{0,60})?: [0-9a-f]{4} \[#")]
    private static partial Regex Protection();

    // kernel BUG at /var/lib/dkms/nvidia/550.54.15/build/nvidia-uvm/uvm_va_block.c:1234!
    [GeneratedRegex(@"^kernel BUG at (?<file>\S{1,200})!")]
    private static partial Regex Assertion();

    // Oops: 0002 [#1] PREEMPT SMP NOPTI      Oops: Oops: 0000 [#1] SMP NOPTI      invalid opcode: 0000 [#1] SMP      Internal error: Oops: 96000004 [#1] SMP
    [GeneratedRegex(@"^(?:Internal error: )?(?:(?:Oops(?: - BUG)?|invalid opcode|divide error|stack segment|int3): ){1,2}[0-9a-f]{1,16} \[#\d{1,4}\]")]
    private static partial Regex Count();

    // Kernel panic - not syncing: Fatal exception          ... Hard LOCKUP          ... hung_task: blocked tasks
    [GeneratedRegex("^Kernel panic - not syncing: (?<message>.{1,160})")]
    private static partial Regex Panic();
}
