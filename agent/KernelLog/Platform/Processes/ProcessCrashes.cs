using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Processes;

/// <summary>Processes that ended by a fault of their own. On a GPU host it is mostly the inference server, in a library of CUDA or NCCL.</summary>
internal sealed partial class ProcessCrashes : ILogSubject
{
    public string Name => "crashes";

    public LineClass Take(KernelLine line, List<Event> told)
    {
        var match = Segfault().Match(line.Text);
        match = match.Success ? match : Trap().Match(line.Text);
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

        told.Add(happened);
        return LineClass.Understood;
    }

    // pt_main_thread[2536443]: segfault at 7f797fe00000 ip 00007f7c7ac69996 sp 00007f7c12fd7c30 error 4 in libnccl.so.2[7f7c7ac00000+d3d3000]
    [GeneratedRegex(@"^(?<process>.{1,64}?)\[(?<pid>\d{1,10})\]: (?<fault>segfault) at [0-9a-f]{1,16} ip [0-9a-f]{1,16} sp [0-9a-f]{1,16} error [0-9a-f]{1,8}(?: in (?<library>[^\[\]]{1,120})\[)?")]
    private static partial Regex Segfault();

    // traps: python3[1234] general protection fault ip:7f3a1c0de123 sp:7ffd3b2a1c90 error:0 in libcuda.so.550.54.15[7f3a1c000000+1c00000]
    // traps: vllm[1234] trap invalid opcode ip:55d0 sp:7ffe error:0
    [GeneratedRegex(@"^traps: (?<process>.{1,64}?)\[(?<pid>\d{1,10})\] (?:trap )?(?<fault>[a-z][a-z ]{2,40}?) ip:[0-9a-f]{1,16} sp:[0-9a-f]{1,16} error:[0-9a-f]{1,8}(?: in (?<library>[^\[\]]{1,120})\[)?")]
    private static partial Regex Trap();
}
