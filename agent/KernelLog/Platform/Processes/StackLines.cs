using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Platform.Processes;

/// <summary>The lines of a dumped stack, with what the kernel prints around it: registers, modules, the task. Pure.</summary>
internal static partial class StackLines
{
    public static bool IsDump(string text) => Dump().IsMatch(text);

    public static bool Ends(string text) =>
        text.Contains("</TASK>", StringComparison.Ordinal) || text.StartsWith("---[ end ", StringComparison.Ordinal);

    /// <summary>Who it is, and the innermost function of the GPU driver that it is in.</summary>
    public static void Read(string text, Event happened)
    {
        if (DriverFrame().Match(text) is { Success: true } frame)
        {
            happened.Detail["gpu_driver"] = "true";
            happened.Detail.TryAdd("where", frame.Groups["frame"].Value);
        }

        var who = Who().Match(text);
        who = who.Success ? who : Stall().Match(text);
        foreach (var name in (ReadOnlySpan<string>)["process", "pid", "cpu", "jiffies"])
        {
            if (who.Groups[name].Success)
            {
                happened.Detail.TryAdd(name, who.Groups[name].Value);
            }
        }
    }

    // os_acquire_mutex+0x3b/0x50 [nvidia]          RIP: 0010:nvlogInit+0x6/0xd0 [nvidia]          pc : nvidia_ioctl+0x1c/0x50 [nvidia]
    //  [<ffffffffc01cc246>] rm_ioctl+0x196/0x3d0 [nvidia]          krcWatchdog_IMPL+0x4d0/0x530 [nvidia d77db9053aae9deb06d908cd2319f68dd09798a6]
    [GeneratedRegex(@"^(?:\s{0,8}|R?IP: (?:[0-9a-f]{4}:)?|(?:pc|lr) : )(?:\[<[0-9a-f]{8,16}>\] {1,2}){0,2}(?:\? )?(?<frame>[A-Za-z_][\w.]{0,199})\+0x[0-9a-f]{1,8}/0x[0-9a-f]{1,8} \[nvidia\w{0,20}\b")]
    private static partial Regex DriverFrame();

    // CPU: 7 PID: 689 Comm: systemd-udevd Tainted: G           O      5.15.41-gentoo #1          CPU: 4 UID: 0 PID: 576538 Comm: kmscon Tainted: ...
    [GeneratedRegex(@"^CPU: (?<cpu>\d{1,5}) (?:UID: \d{1,10} )?PID: (?<pid>\d{1,10}) Comm: (?<process>.{1,64}?) (?:Not tainted|Tainted: |Kdump: )")]
    private static partial Regex Who();

    // rcu: 	1-...!: (0 ticks this GP) idle=d9c/0/0x0 softirq=20/20 fqs=0          	(t=65131 jiffies g=674353 q=251852)
    [GeneratedRegex(@"^(?:rcu: )?\s{0,16}(?:(?<cpu>\d{1,5})-\S{3,6}: \(|\((?:detected by \d{1,5}, )?t=(?<jiffies>\d{1,10}) jiffies)")]
    private static partial Regex Stall();

    [GeneratedRegex(@"^(?:\s{1,12}(?:Not tainted|Tainted: )|""echo 0 > /proc/sys/kernel/hung_task|task:|Call [Tt]race:|\s{0,4}</?(?:TASK|IRQ|NMI|SOFTIRQ)>|\s{0,8}(?:\[<[0-9a-f]{8,16}>\] {1,2})?(?:\? )?[\w.]{1,200}\+0x[0-9a-f]{1,8}/0x|R[A-Z0-9]{2}: |#PF: |PGD |IP: |CPU: \d|Hardware name: |Tainted: |Code: |Modules linked in: |[CFDES][A-Z0-9]{1,2}: {1,2}[0-9a-f]{2,16}\b|PKRU: |ORIG_RAX|pc : |lr : |sp : |x\d{1,2} ?: |pstate: |Mem abort info|Internal error: |(?:Oops|invalid opcode|divide error|stack segment|int3): |---\[ end |-{6,}\[ cut here |NMI backtrace for cpu |[Ss]ending NMI |(?:rcu: )?\s{1,16}(?:\d{1,5}-|\((?:t=|detected by ))|rcu: (?:rcu_\w{1,20} kthread|RCU grace-period kthread|\s{0,16}Unless rcu|\s{0,16}Possible timer))")]
    private static partial Regex Dump();
}
