using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Platform.Processes;

/// <summary>Tasks that the kernel finds stuck, or that keep a processor to themselves, and faults of the kernel's own code: each with the
/// dump of a stack, which shows whether it is inside the GPU driver.</summary>
internal sealed class KernelStacks : ILogSubject
{
    private Event? begun;

    public string Name => "stacks";

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
        if (StackHeads.Read(line) is { } head && !IsOfTheSame(head))
        {
            Flush(told);
            begun = head;
            return LineClass.Understood;
        }

        if (begun is null || !StackLines.IsDump(line.Text))
        {
            return LineClass.Ignored;
        }

        StackLines.Read(line.Text, begun);
        if (StackLines.Ends(line.Text))
        {
            Flush(told);
        }

        return LineClass.Continuation;
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

    /// <summary>One fault of the kernel has a line that says what it touched and another that counts it: "BUG: ...", "Oops: 0000 [#1]".</summary>
    private bool IsOfTheSame(Event head) =>
        head.Kind == EventKinds.KernelOops && begun?.Kind == EventKinds.KernelOops && StackHeads.IsCount(head.Text);
}
