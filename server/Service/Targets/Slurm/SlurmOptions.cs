using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Service.Targets.Slurm;

/// <summary>Section <c>Slurm</c>: the clusters that the inventory may name. Which file and which program stand behind a name is for whoever runs the
/// server to say.</summary>
internal sealed class SlurmOptions : IServerOptions
{
    /// <summary>The folder of scontrol and squeue.</summary>
    public string Programs { get; set; } = "/usr/bin";

    /// <summary>A cluster's name in the inventory, to its slurm.conf on this machine.</summary>
    public Dictionary<string, string> Clusters { get; set; } = [];

    public IEnumerable<string> Faults()
    {
        if (!Path.IsPathFullyQualified(Programs))
        {
            yield return $"Slurm:Programs is \"{Programs}\"; it must be the full path of the folder of scontrol and squeue, as /usr/bin.";
        }

        foreach (var (name, file) in Clusters)
        {
            if (!File.Exists(file) || !Path.IsPathFullyQualified(file))
            {
                yield return $"Slurm:Clusters:{name} is \"{file}\"; it must be the full path of that cluster's slurm.conf, as /etc/slurm/slurm.conf.";
            }
        }
    }
}
