using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Processes;

/// <summary>Processes that ended by a fault of their own. On a GPU host it is mostly the inference server, in a library of CUDA or NCCL.</summary>
internal sealed partial class ProcessCrashes : ILogSubject
{
    private const string BusError = "7";

    public string Name => "crashes";

    public LineClass Take(KernelLine line, List<Event> told)
    {
        var match = Segfault().Match(line.Text);
        match = match.Success ? match : Trap().Match(line.Text);
        match = match.Success ? match : Arm().Match(line.Text);
        match = match.Success ? match : Audit().Match(line.Text);
        if (!match.Success)
        {
            return LineClass.Ignored;
        }

        var happened = line.Tell(EventKinds.ProcessCrash);
        foreach (var name in (ReadOnlySpan<string>)["process", "pid", "fault", "library"])
        {
            if (match.Groups[name].Success)
            {
                happened.Detail[name] = match.Groups[name].Value;
            }
        }

        if (match.Groups["signal"].Success)
        {
            happened.Detail["fault"] = match.Groups["signal"].Value == BusError ? "SIGBUS" : "SIGABRT";
        }

        told.Add(happened);
        return LineClass.Understood;
    }

    // pt_main_thread[2536443]: segfault at 7f797fe00000 ip 00007f7c7ac69996 sp 00007f7c12fd7c30 error 4 in libnccl.so.2[7f7c7ac00000+d3d3000]
    [GeneratedRegex(@"^(?<process>.{1,64}?)\[(?<pid>\d{1,10})\]: (?<fault>segfault) at [0-9a-f]{1,16} ip [0-9a-f]{1,16} sp [0-9a-f]{1,16} error [0-9a-f]{1,8}(?: in (?<library>[^\[\]]{1,120})\[)?")]
    private static partial Regex Segfault();

    // python3[2510]: unhandled exception: DABT (lower EL), ESR 0x92000046, level 2 translation fault in libcuda.so.550.54.15[7fbd4f0000+6000]          ARM
    [GeneratedRegex(@"^(?<process>.{1,64}?)\[(?<pid>\d{1,10})\]: unhandled exception: (?:[\w() ]{1,40}, )?ESR 0x[0-9a-f]{1,16}, (?<fault>[a-z][\w ()-]{2,60}?)(?: in (?<library>[^\[\]]{1,120})\[|\z)")]
    private static partial Regex Arm();

    // audit: type=1701 audit(1753759561.549:421): auid=0 uid=0 gid=0 ses=1 pid=4242 comm="python3" exe="/usr/bin/python3.12" sig=7 res=1
    // Signals that the kernel has no line of its own for: 6 and 7. A process that maps a file or shared memory that is not there ends by 7.
    [GeneratedRegex(@"^audit: type=1701 audit\([\d.:]{1,40}\): .{0,200}?\bpid=(?<pid>\d{1,10}) comm=""(?<process>[^""]{1,64})"" .{0,400}?\bsig=(?<signal>[67])\b")]
    private static partial Regex Audit();

    // traps: python3[1234] general protection fault ip:7f3a1c0de123 sp:7ffd3b2a1c90 error:0 in libcuda.so.550.54.15[7f3a1c000000+1c00000]
    // traps: vllm[1234] trap invalid opcode ip:55d0 sp:7ffe error:0
    [GeneratedRegex(@"^traps: (?<process>.{1,64}?)\[(?<pid>\d{1,10})\] (?:trap )?(?<fault>[a-z][a-z ]{2,40}?) ip:[0-9a-f]{1,16} sp:[0-9a-f]{1,16} error:[0-9a-f]{1,8}(?: in (?<library>[^\[\]]{1,120})\[)?")]
    private static partial Regex Trap();
}
