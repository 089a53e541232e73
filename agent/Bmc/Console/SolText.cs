using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.Bmc.Console;

/// <summary>What "ipmitool sol activate" prints around and between what the console shows. Pure.</summary>
internal static partial class SolText
{
    /// <summary>The escape that ends a session. Without a line break before it: nothing is typed at the Host.</summary>
    public const string Goodbye = "~.";

    private const string Opened = "[SOL Session operational.";
    private const int LongestLastLines = 3000;

    // [SOL Session operational.  Use ~? for help]
    public static bool IsOpen(string output) => output.Contains(Opened, StringComparison.Ordinal);

    /// <summary>Without ipmitool's own first and last line.</summary>
    public static string Shown(string output)
    {
        var start = output.IndexOf(Opened, StringComparison.Ordinal);
        var lineEnd = start < 0 ? -1 : output.IndexOf('\n', start);
        var shown = lineEnd < 0 ? output : output[(lineEnd + 1)..];
        // At the end: "~. [terminated ipmitool]"
        var leave = shown.LastIndexOf("[terminated ipmitool]", StringComparison.Ordinal);
        return leave < 0 ? shown : shown[..leave].TrimEnd(' ').TrimEnd('.').TrimEnd('~');
    }

    /// <summary>For a person: the end of it, without the escapes that move a cursor or colour a word.</summary>
    public static string LastLines(string shown)
    {
        var end = shown.Length > LongestLastLines * 4 ? shown[^(LongestLastLines * 4)..] : shown;
        var plain = new string([.. Escape().Replace(end, "").Where(one => one == '\n' || !char.IsControl(one))]).TrimEnd();
        return plain.Length <= LongestLastLines ? plain : plain[^LongestLastLines..];
    }

    // ESC [ 1 ; 31 m     ESC ] 0 ; title BEL     ESC c
    [GeneratedRegex(@"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}(\x07|\x1b\\)|[@-Z\\^_a-z])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
