using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>What XIDs 119 and 120 say of the GPU's system processor (GSP), and the dump that the driver writes after them. Pure.</summary>
internal static partial class GspText
{
    // Timeout after 6s of waiting for RPC response from GPU4 GSP! Expected function 103 (GSP_RM_ALLOC) (0x2081 0x4).
    // Timeout after 45s of waiting for RPC response from GPU0 GSP! Expected function 76 (GSP_RM_CONTROL) sequence 812 (0x20803032 0x58c).
    // GSP Error: Task 1 raised error code 0x5 for reason 0x0 at 0x4e5a4 (0 more errors skipped)
    // GSP task exception: supervisor timer interrupt (cause:0x8000000000000005)
    public static void Read(string message, Event happened)
    {
        Copy(Timeout().Match(message), happened);
        Copy(TaskError().Match(message), happened);
        Copy(TaskException().Match(message), happened);
    }

    // NVRM: GPU4 GSP RPC buffer contains function 103 (GSP_RM_ALLOC) and data 0x0000000000002081 0x0000000000000004.
    // NVRM: GPU4 RPC history (CPU -> GSP):          NVRM: GPU4 RPC event history (CPU <- GSP):
    // NVRM:     entry function                   data0   ...
    // NVRM:     -1    103  GSP_RM_ALLOC          0x0000000000002080 0x0000000000000004 ...
    // NVRM: Rate limiting GSP RPC error prints for GPU at PCI:0000:9b:00 (printing 1 of every 30).
    public static bool IsDump(string text) => Dump().IsMatch(text);

    private static void Copy(Match match, Event happened)
    {
        foreach (var group in match.Groups.Cast<Group>().Where(group => group.Success && char.IsAsciiLetter(group.Name[0])))
        {
            happened.Detail["gsp_" + group.Name] = group.Value;
        }
    }

    [GeneratedRegex(@"^Timeout after (?<waited_seconds>\d{1,6})s of waiting for RPC response from GPU(?<gpu>\d{1,3}) GSP!(?: Expected function (?<function>\d{1,10}) \((?<function_name>\w{1,80})\)(?: sequence (?<sequence>\d{1,20}))?(?: \((?<data>0x[0-9a-fA-F]{1,16} 0x[0-9a-fA-F]{1,16})\))?)?")]
    private static partial Regex Timeout();

    [GeneratedRegex(@"^GSP Error: Task (?<task>\d{1,6}) raised error code (?<error_code>0x[0-9a-fA-F]{1,16}) for reason (?<reason>0x[0-9a-fA-F]{1,16}) at (?<address>0x[0-9a-fA-F]{1,16})")]
    private static partial Regex TaskError();

    [GeneratedRegex(@"^GSP task exception: (?<exception>[^(]{1,80}) \(cause:(?<cause>0x[0-9a-fA-F]{1,16})")]
    private static partial Regex TaskException();

    [GeneratedRegex(@"NVRM:(?: GPU\d{1,3} GSP RPC buffer contains function | GPU\d{1,3} RPC (?:event )?history |\s{1,12}entry\s{1,8}function\b|\s{1,12}-?\d{1,3}\s{1,8}\d{1,10}\s{1,4}\w{1,80}\s{1,40}0x| Rate limiting GSP RPC error prints )")]
    private static partial Regex Dump();
}
