using System.Globalization;

namespace SovereignFleet.Agent.Sensing.Hardware;

/// <summary>Which boot of the Host this is: its boot id proves a reboot.</summary>
internal sealed record BootFacts(string BootId, DateTimeOffset? BootedAt)
{
    /// <summary>The root is "/" save in tests.</summary>
    public static BootFacts Read(string root)
    {
        var bootId = HostFacts.Text(root, "proc/sys/kernel/random/boot_id");
        // /proc/stat has a line "btime 1732400000": Unix seconds.
        var line = HostFacts.Lines(root, "proc/stat").FirstOrDefault(line => line.StartsWith("btime ", StringComparison.Ordinal));
        return long.TryParse(line?["btime ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new BootFacts(bootId, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : new BootFacts(bootId, null);
    }
}
