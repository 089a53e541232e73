using System.Text.RegularExpressions;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Service.Targets.Slurm;

/// <summary>{"cluster": "training"}</summary>
internal sealed partial record SlurmSettings : IPlugInSettings
{
    /// <summary>Of the server's Slurm:Clusters.</summary>
    public string Cluster { get; init; } = "";

    public IEnumerable<SettingsFault> Faults()
    {
        if (Cluster.Length == 0)
        {
            yield return new SettingsFault("cluster", "must name the Slurm cluster that the pool's hosts are nodes of, one of the server's Slurm:Clusters.");
        }
    }

    public IEnumerable<SettingsFault> Faults(SlurmOptions options)
    {
        if (!options.Clusters.ContainsKey(Cluster))
        {
            yield return new SettingsFault("cluster", $"\"{Cluster}\" is no cluster that this server may reach; whoever runs the server adds it to Slurm:Clusters in its configuration.");
        }
    }

    /// <summary>One node: to scontrol "gpu[01-64]", "a,b" and "ALL" are many.</summary>
    public static bool IsNode(string text) => Word().IsMatch(text) && !string.Equals(text, "ALL", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Word();
}
