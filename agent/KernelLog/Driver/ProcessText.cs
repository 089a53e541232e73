using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>The process that an XID line names before its message. Pure.</summary>
internal static partial class ProcessText
{
    /// <summary>The kernel's names of processes have 15 characters at most.</summary>
    private const int LongestName = 15;

    // pid=876767, name=ray::WorkerDict, the message       pid='<unknown>', name=<unknown>, the message
    // pid=7, name=a, b c, Ch 00000008                     pid=1896, Row Remapper: ...           pid=123
    /// <summary>Puts pid and process into the detail; gives what is left: the message.</summary>
    public static string Read(string rest, Event happened)
    {
        var match = Pid().Match(rest);
        if (!match.Success)
        {
            return rest.Trim();
        }

        XidParser.Put(happened, "pid", match.Groups["pid"].Value);
        var after = match.Groups["after"].Value;
        if (!after.StartsWith("name=", StringComparison.Ordinal))
        {
            return after.Trim();
        }

        var name = after["name=".Length..];
        var end = NameEnd(name);
        XidParser.Put(happened, "process", end < 0 ? name : name[..end]);
        return end < 0 ? "" : name[(end + 1)..].Trim();
    }

    /// <summary>A name may have commas of its own: it ends at the first comma behind which a message of the driver begins, and
    /// where none does, at the first of all. -1: it is all name.</summary>
    private static int NameEnd(string text)
    {
        var first = text.IndexOf(", ", StringComparison.Ordinal);
        for (var comma = first; comma >= 0 && comma <= LongestName; comma = text.IndexOf(", ", comma + 1, StringComparison.Ordinal))
        {
            if (MessageBegin().IsMatch(text.AsSpan(comma + 2)))
            {
                return comma;
            }
        }

        return first < 0 ? text.IndexOf(',') : first;
    }

    [GeneratedRegex(@"^\s{0,8}pid=(?<pid>'?<unknown>'?|\w{1,12})(?:,\s{0,8}(?<after>.*))?\z", RegexOptions.Singleline)]
    private static partial Regex Pid();

    [GeneratedRegex(@"^(?:Ch |[Cc]hannel |GPU |GSP |Graphics |MMU |Row |Timeout |BAR\d|Contained|Uncontained|Double|DBE|SBE|ECC|PBDMA|CTX|Failed |Reset |Unrec|[Ii]ntr |[A-Z][A-Z0-9]{2,}[A-Z0-9_/]*\s)")]
    private static partial Regex MessageBegin();
}
