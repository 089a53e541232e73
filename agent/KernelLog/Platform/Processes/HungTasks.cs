using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Processes;

/// <summary>Tasks that the kernel finds stuck, or that keep a processor to themselves, with the dump of their stack: it shows whether they wait inside the GPU driver.</summary>
internal sealed partial class HungTasks : ILogSubject
{
    private Event? begun;

    public string Name => "hung-tasks";

    public bool IsHolding => begun is not null;

    // INFO: task nvidia-smi:1234 blocked for more than 120 seconds.
    //       Tainted: P           OE     5.15.0-112-generic #122-Ubuntu
    // "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
    // task:nvidia-smi      state:D stack:    0 pid: 1234 ppid:  1000 flags:0x00004006
    // Call Trace:
    //  <TASK>
    //  os_acquire_mutex+0x3b/0x50 [nvidia]
    //  </TASK>
    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (Begin(line, told))
        {
            return LineClass.Understood;
        }

        if (begun is null || !Dump().IsMatch(line.Text))
        {
            return LineClass.Ignored;
        }

        if (DriverFrame().Match(line.Text) is { Success: true } frame)
        {
            begun.Detail["gpu_driver"] = "true";
            begun.Detail.TryAdd("where", frame.Groups["frame"].Value);
        }

        if (line.Text.Contains("</TASK>", StringComparison.Ordinal))
        {
            Flush(told);
        }

        return LineClass.Continuation;
    }

    private bool Begin(KernelLine line, List<Event> told)
    {
        var blocked = Blocked().Match(line.Text);
        var match = blocked.Success ? blocked : SoftLockup().Match(line.Text);
        if (!match.Success)
        {
            return false;
        }

        Flush(told);
        begun = line.Tell(EventKinds.HungTask);
        begun.Detail["process"] = match.Groups["process"].Value;
        begun.Detail["pid"] = match.Groups["pid"].Value;
        begun.Detail["seconds"] = match.Groups["seconds"].Value;
        if (!blocked.Success)
        {
            begun.Detail["what"] = "soft_lockup";
            begun.Detail["cpu"] = match.Groups["cpu"].Value;
        }

        if (match.Groups["process"].Value.Contains("nvidia", StringComparison.Ordinal))
        {
            begun.Detail["gpu_driver"] = "true";
        }

        return true;
    }

    public int Flush(List<Event> told)
    {
        if (begun is not null)
        {
            told.Add(begun);
            begun = null;
        }

        return 0;
    }

    // watchdog: BUG: soft lockup - CPU#12 stuck for 22s! [python3:1234]
    [GeneratedRegex(@"^(?:NMI )?watchdog: BUG: soft lockup - CPU#(?<cpu>\d{1,5}) stuck for (?<seconds>\d{1,10})s! \[(?<process>.{1,64}):(?<pid>\d{1,10})\]")]
    private static partial Regex SoftLockup();

    [GeneratedRegex(@"^INFO: task (?<process>.{1,64}):(?<pid>\d{1,10}) (?:is )?blocked (?:on an? [\w ]{1,40} )?for more than (?<seconds>\d{1,10}) seconds")]
    private static partial Regex Blocked();

    [GeneratedRegex(@"^(?:\s{1,12}(?:Not tainted|Tainted: )|""echo 0 > /proc/sys/kernel/hung_task|task:|Call Trace:|\s</?TASK>|\s{1,2}(?:\? )?[\w.]{1,200}\+0x[0-9a-f]{1,8}/0x|R[A-Z0-9]{2}: )")]
    private static partial Regex Dump();

    [GeneratedRegex(@"^\s{1,2}(?:\? )?(?<frame>[\w.]{1,200})\+0x[0-9a-f]{1,8}/0x[0-9a-f]{1,8} \[nvidia\w{0,20}\b")]
    private static partial Regex DriverFrame();
}
