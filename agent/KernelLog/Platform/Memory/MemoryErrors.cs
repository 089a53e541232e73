using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Memory;

/// <summary>The Host's own memory: EDAC, and what the kernel did with a page that it lost.</summary>
internal sealed partial class MemoryErrors : ILogSubject
{
    public string Name => "host-memory";

    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (line.Text.StartsWith("EDAC ", StringComparison.Ordinal))
        {
            if (EdacText.Parse(line) is { } error)
            {
                told.Add(error);
                return LineClass.Understood;
            }

            // EDAC skx MC0: TSC 0x0          EDAC sbridge MC0: ADDR 104e5c8c0
            // What the decoder says before its "EDAC MC0: 1 CE" line has.
            return Decoding().IsMatch(line.Text) ? LineClass.Continuation : LineClass.Ignored;
        }

        return Failure(line, told) ? LineClass.Understood : LineClass.Ignored;
    }

    // Memory failure: 0x3ffffc: recovery action for dirty LRU page: Recovered
    // Memory failure: 0x104e5c: unhandlable page.
    // Memory failure: 0x12345: Killing python3:4242 due to hardware memory corruption
    // Memory failure: 0x12345: forcibly killing python3:4242 because of failure to unmap corrupted page
    // Memory failure: 0x12345: Sending SIGBUS to python3:4242 due to hardware memory corruption
    // MCE: Killing python3:4242 due to hardware memory corruption fault at 7f3a1c0de000
    private static bool Failure(KernelLine line, List<Event> told)
    {
        var match = FailureLine().Match(line.Text);
        match = match.Success ? match : FaultLine().Match(line.Text);
        if (!match.Success)
        {
            return false;
        }

        var happened = line.Tell(EventKinds.HostMemoryFailure);
        if (match.Groups["page"].Success)
        {
            happened.Detail["page"] = match.Groups["page"].Value;
        }

        happened.Detail["message"] = match.Groups["what"].Value;
        var killed = KilledProcess().Match(match.Groups["what"].Value);
        if (killed.Success)
        {
            happened.Detail["process"] = killed.Groups["process"].Value;
            happened.Detail["pid"] = killed.Groups["pid"].Value;
            happened.Detail["signal"] = killed.Groups["forced"].Success ? "SIGKILL" : "SIGBUS";
        }

        told.Add(happened);
        return true;
    }

    [GeneratedRegex(@"^EDAC \w{1,20} MC\d{1,3}: ")]
    private static partial Regex Decoding();

    [GeneratedRegex(@"^Memory failure: (?<page>0x[0-9a-f]{1,16}): (?<what>.{1,200})")]
    private static partial Regex FailureLine();

    [GeneratedRegex(@"^MCE: (?<what>Killing .{1,64}:\d{1,10} due to hardware memory corruption.{0,80})")]
    private static partial Regex FaultLine();

    [GeneratedRegex(@"^(?:(?<forced>forcibly )?[Kk]illing|Sending SIGBUS to) (?<process>.{1,64}):(?<pid>\d{1,10}) (?:due to hardware memory corruption|because of failure to unmap)")]
    private static partial Regex KilledProcess();
}
