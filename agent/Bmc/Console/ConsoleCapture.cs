using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc.Console;

/// <summary>Looks at a Host's serial console by Serial-over-LAN for a while: what a Host that no longer answers last wrote there.</summary>
internal sealed class ConsoleCapture
{
    public const int LongestBytes = 256 * 1024;

    public static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(10);

    /// <summary>Ok with what the console showed.</summary>
    public async Task<BmcAnswer> CaptureAsync(IpmiTool tool, TimeSpan length, CancellationToken cancellationToken)
    {
        if (length <= TimeSpan.Zero || length > LongestTime)
        {
            return BmcAnswer.Refused($"a console is watched for up to {LongestTime.TotalMinutes:F0} minutes, not for {length.TotalSeconds:F0} s");
        }

        if (tool.Options.Mode == BmcMode.Open)
        {
            return BmcAnswer.NotSupported("the serial console is reached over the LAN only: Bmc:Mode is open");
        }

        var said = await tool.ListenAsync(["sol", "activate"], length, SolText.Goodbye, LongestBytes, cancellationToken);
        if (!said.IsOk || !SolText.IsOpen(said.Text))
        {
            // Nobody else's session is ended for ours.
            return said.IsOk ? BmcAnswer.Failed("the BMC opened no console") : said;
        }

        // ipmitool may have ended without closing its session; one that is left open locks everybody else out.
        await tool.AskAsync(["sol", "deactivate"], CancellationToken.None);
        var text = SolText.Shown(said.Text);
        return BmcAnswer.Ok(text) with
        {
            Proof = new Dictionary<string, string>
            {
                ["seconds"] = length.TotalSeconds.ToString("F0", System.Globalization.CultureInfo.InvariantCulture),
                ["characters"] = text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["last_lines"] = SolText.LastLines(text),
            },
        };
    }
}
