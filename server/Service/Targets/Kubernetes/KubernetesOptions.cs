using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Service.Targets.Kubernetes;

/// <summary>Section <c>Kubernetes</c>: the clusters that the inventory may name.</summary>
internal sealed class KubernetesOptions : IServerOptions
{
    /// <summary>A cluster's name in the inventory, to the kubeconfig on this machine that reaches it, with the rights of one service account.</summary>
    public Dictionary<string, string> Clusters { get; set; } = [];

    public IEnumerable<string> Faults()
    {
        foreach (var (name, file) in Clusters)
        {
            if (!File.Exists(file) || !Path.IsPathFullyQualified(file))
            {
                yield return $"Kubernetes:Clusters:{name} is \"{file}\"; it must be the full path of a kubeconfig for that cluster, as /etc/sovereignfleet/{name}.kubeconfig.";
            }
        }
    }
}
