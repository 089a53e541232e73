using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Service.Targets.Kubernetes;

/// <summary>{"cluster": "ca-1", "evictLocalData": false}</summary>
internal sealed record KubernetesSettings : IPlugInSettings
{
    /// <summary>Of the server's Kubernetes:Clusters.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>Whether a pod with files of its own on the node (an emptyDir on disk) may be evicted, which removes them.</summary>
    public bool EvictLocalData { get; init; }

    public IEnumerable<SettingsFault> Faults()
    {
        if (Cluster.Length == 0)
        {
            yield return new SettingsFault("cluster", "must name the Kubernetes cluster that the pool's hosts are nodes of, one of the server's Kubernetes:Clusters.");
        }
    }

    public IEnumerable<SettingsFault> Faults(KubernetesOptions options)
    {
        if (!options.Clusters.ContainsKey(Cluster))
        {
            yield return new SettingsFault("cluster", $"\"{Cluster}\" is no cluster that this server may reach; whoever runs the server adds it to Kubernetes:Clusters in its configuration.");
        }
    }
}
