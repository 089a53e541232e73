using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Driver.Blocks;

/// <summary>A program brings libraries of another version than the loaded driver's: a message of four or five lines, again at each try of each
/// program. After an update of the driver nothing that uses a GPU starts until the module is loaded anew.</summary>
internal sealed partial class VersionMismatchParser
{
    private const int MostLines = 6;
    private const string Notice = "version_mismatch";
    private Event? begun;
    private int lines;

    public bool IsHolding => begun is not null;

    // NVRM: API mismatch: the client has the version 515.48.07, but
    // NVRM: this kernel module has the version 510.73.05.  Please
    // NVRM: make sure that this kernel module and all NVIDIA driver
    // NVRM: components have the same version.
    // ... and of driver 570 and later:
    // NVRM: API mismatch: the client 'python3' (pid 1005)
    // NVRM: has the version 595.84, but this kernel module has
    // NVRM: the version 595.80.  Please make sure that this
    // NVRM: kernel module and all NVIDIA driver components
    // NVRM: have the same version.
    public static bool Begins(string text) => text.StartsWith("NVRM: API mismatch: ", StringComparison.Ordinal);

    /// <summary>Takes a line that belongs to the message; the Event comes with its last. False: the line is something else.</summary>
    public bool Take(KernelLine line, out Event? complete)
    {
        complete = null;
        if (Begins(line.Text))
        {
            (begun, lines) = (line.Tell(EventKinds.DriverMessage), 1);
            begun.Text = line.Text.TrimEnd();
            begun.Detail["notice"] = Notice;
        }
        else if (begun is null || More().Match(line.Text) is not { Success: true } more)
        {
            return false;
        }
        else
        {
            begun.Text += " " + more.Groups["text"].ValueSpan.TrimEnd().ToString();
            lines++;
        }

        if (lines == MostLines || begun.Text.EndsWith("same version.", StringComparison.Ordinal))
        {
            complete = Close();
        }

        return true;
    }

    /// <summary>What was begun, as far as it came; null where nothing was.</summary>
    public Event? Close()
    {
        var whole = begun;
        begun = null;
        if (whole is null)
        {
            return null;
        }

        whole.Text = whole.Text.Length > KernelRecord.LongestText ? whole.Text[..KernelRecord.LongestText] : whole.Text;
        var match = Versions().Match(whole.Text);
        foreach (var name in (ReadOnlySpan<string>)["process", "pid", "client_version", "module_version"])
        {
            if (match.Groups[name].Success)
            {
                whole.Detail[name] = match.Groups[name].Value;
            }
        }

        return whole;
    }

    [GeneratedRegex(@"^NVRM: (?<text>(?:has the version \d|the version \d|this kernel module has|kernel module and all|make sure that|components have|have the same|but this kernel).{0,120})")]
    private static partial Regex More();

    [GeneratedRegex(@"^NVRM: API mismatch: the client (?:'(?<process>.{1,64}?)' \(pid (?<pid>\d{1,10})\) )?has the version (?<client_version>\d[\w.]{0,30}?),? but(?: this kernel module has the version (?<module_version>\d[\w.]{0,30}?)\.? )?")]
    private static partial Regex Versions();
}
