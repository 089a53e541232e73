using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Processes;

/// <summary>Processes that the kernel killed for want of memory. Which of them is an inference server, the reader knows.</summary>
internal sealed partial class OutOfMemory : ILogSubject
{
    private Match? cause;

    public string Name => "out-of-memory";

    public LineClass Take(KernelLine line, List<Event> told)
    {
        var killed = Killed().Match(line.Text);
        if (killed.Success)
        {
            told.Add(Told(line, killed));
            return LineClass.Understood;
        }

        var why = Cause().Match(line.Text);
        cause = why.Success ? why : cause;
        return why.Success || Around().IsMatch(line.Text) ? LineClass.Continuation : LineClass.Ignored;
    }

    private Event Told(KernelLine line, Match killed)
    {
        var happened = line.Tell(EventKinds.OutOfMemory);
        happened.Detail["pid"] = killed.Groups["pid"].Value;
        happened.Detail["process"] = killed.Groups["process"].Value;
        happened.Detail["scope"] = killed.Groups["group"].Success ? "cgroup" : "host";
        Copy(killed, happened, "rss_kb");
        if (cause?.Groups["pid"].Value == killed.Groups["pid"].Value)
        {
            Copy(cause, happened, "constraint");
            Copy(cause, happened, "cgroup");
        }

        cause = null;
        return happened;
    }

    private static void Copy(Match match, Event happened, string name)
    {
        if (match.Groups[name].Success)
        {
            happened.Detail[name] = match.Groups[name].Value;
        }
    }

    // Out of memory: Killed process 4242 (python3) total-vm:120000000kB, anon-rss:98000000kB, file-rss:0kB, ...
    // Memory cgroup out of memory: Killed process 1234 (VLLM::EngineCor) total-vm:...
    [GeneratedRegex(@"^(?:(?<group>Memory cgroup out of memory)|Out of memory(?: \([\w ]{1,40}\))?): Kill(?:ed)? process (?<pid>\d{1,10}) \((?<process>.{1,64}?)\)(?:.{0,200}?anon-rss:(?<rss_kb>\d{1,15})kB)?")]
    private static partial Regex Killed();

    // oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0-1,oom_memcg=/a,task_memcg=/a/b,task=python3,pid=1234,uid=0
    [GeneratedRegex(@"^oom-kill:constraint=(?<constraint>\w{1,40}),.{0,900}?task_memcg=(?<cgroup>[^,]{1,400}),task=.{1,64}?,pid=(?<pid>\d{1,10}),")]
    private static partial Regex Cause();

    // python3 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0          oom_reaper: reaped process 4242 (python3), now anon-rss:0kB
    [GeneratedRegex(@"^(?:.{1,64}? invoked oom-killer: |oom_reaper: reaped process |oom-kill:)")]
    private static partial Regex Around();
}
