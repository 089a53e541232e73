using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using k8s;
using k8s.Models;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;

namespace SovereignFleet.Server.Service.Targets.Kubernetes;

/// <summary>Kubernetes by its API: the node is cordoned, and its pods are evicted, which takes them out of their Services and gives each its grace period.
/// Disruption budgets are honoured: what one forbids is asked again until the Drain's deadline. A node that somebody else had cordoned stays so.</summary>
internal sealed class KubernetesTarget(KubernetesOptions options, AllowedDestinations destinations, TimeProvider time) : IDrainTarget
{
    private const int Tries = 2;

    private readonly KubernetesClusters clusters = new(options, destinations);

    // By the pod's uid: until when the API asked not to be asked again, and why.
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string Fault)> later = new();

    public string Name => "kubernetes";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) => PlugInSettings.Judge<KubernetesSettings>(settings, read => read.Faults(options));

    public async Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        if (Settings(server, out var unfit) is not { } settings)
        {
            return TargetReading.Unknown(unfit);
        }

        var (view, fault, missing) = await LookAsync(settings, server.Name, cancellationToken);
        return new TargetReading([view?.Read(Endpoint(settings)) ?? new EndpointReading(
            Endpoint(settings), missing ? EndpointState.Missing : EndpointState.Unreachable, 0, fault!) { Server = server.Name, RunsTheWork = true }]);
    }

    public async Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken)
    {
        if (Settings(server, out var unfit) is not { } settings)
        {
            return unfit;
        }

        var (view, fault) = await SetAsync(settings, server.Name, view => view.IsCordoned ? null : view.Patch(cordon: true), cancellationToken);
        if (view is null)
        {
            return fault;
        }

        var evicted = await Task.WhenAll(view.Evictable.Select(pod => EvictAsync(settings.Cluster, pod, cancellationToken)));
        var faults = evicted.OfType<string>().Concat(view.Refusals).ToList();
        return faults.Count == 0 ? null : $"{Endpoint(settings)}: {string.Join("; ", faults.Take(5))}";
    }

    public async Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        Settings(server, out var unfit) is not { } settings ? unfit
        : leave.Contains(Endpoint(settings)) ? null
        : (await SetAsync(settings, server.Name, view => view.IsOurs ? view.Patch(cordon: false) : null, cancellationToken)).Fault;

    private static string Endpoint(KubernetesSettings settings) => $"kubernetes:{settings.Cluster}";

    private async Task<(NodeView? View, string? Fault, bool Missing)> LookAsync(KubernetesSettings settings, string name, CancellationToken cancellationToken)
    {
        var reading = clusters.AskAsync(settings.Cluster, (api, token) => api.ReadNodeAsync(name, cancellationToken: token), cancellationToken);
        var pods = await clusters.AskAsync(
            settings.Cluster, (api, token) => api.ListPodForAllNamespacesAsync(fieldSelector: $"spec.nodeName={name}", cancellationToken: token), cancellationToken);
        var node = await reading;
        return node.Value is { Metadata: not null } read && pods.Value?.Items is { } items
            ? (new NodeView(read, [.. items], settings.EvictLocalData), null, false)
            : (null, node.Fault ?? pods.Fault ?? "an answer that is no node and no list of pods", node.Status == HttpStatusCode.NotFound);
    }

    /// <param name="patch">By how the node is now; null: nothing is to be changed.</param>
    private async Task<(NodeView? View, string? Fault)> SetAsync(
        KubernetesSettings settings, string name, Func<NodeView, string?> patch, CancellationToken cancellationToken)
    {
        for (var trial = 1; ; trial++)
        {
            var (view, fault, _) = await LookAsync(settings, name, cancellationToken);
            if (view is null)
            {
                return (null, $"{Endpoint(settings)}: {fault}");
            }

            if (patch(view) is not { } change)
            {
                return (view, null);
            }

            var answer = await clusters.AskAsync(
                settings.Cluster, (api, token) => api.PatchNodeAsync(new V1Patch(change, V1Patch.PatchType.MergePatch), name, cancellationToken: token), cancellationToken);
            if (answer.Fault is null)
            {
                return (view, null);
            }

            // Somebody changed the node since it was read (kubelets do all the time): read again, and decide anew.
            if (answer.Status != HttpStatusCode.Conflict || trial == Tries)
            {
                return (null, $"{Endpoint(settings)}: {answer.Fault}");
            }
        }
    }

    /// <returns>Null: it ends, or is gone.</returns>
    private async Task<string?> EvictAsync(string cluster, V1Pod pod, CancellationToken cancellationToken)
    {
        var (uid, now) = (pod.Metadata.Uid ?? NodeView.NameOf(pod), time.GetUtcNow());
        if (later.TryGetValue(uid, out var told) && now < told.Until)
        {
            return told.Fault;
        }

        later.TryRemove(uid, out _);
        var eviction = new V1Eviction
        {
            ApiVersion = "policy/v1",
            Kind = "Eviction",
            Metadata = new V1ObjectMeta { Name = pod.Metadata.Name, NamespaceProperty = pod.Metadata.NamespaceProperty },
            // Not another pod of the same name: a StatefulSet's come back under theirs.
            DeleteOptions = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } },
        };
        var answer = await clusters.AskAsync(
            cluster, (api, token) => api.CreateNamespacedPodEvictionAsync(eviction, pod.Metadata.Name, pod.Metadata.NamespaceProperty, cancellationToken: token), cancellationToken);
        if (answer.Fault is null || answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return null;
        }

        var fault = $"pod {NodeView.NameOf(pod)}: {answer.Fault}";
        if (answer.RetryAfter is { } pause)
        {
            later[uid] = (now + pause, fault);
        }

        return fault;
    }

    /// <returns>Null: nothing is asked; <paramref name="fault"/> names what to correct.</returns>
    private KubernetesSettings? Settings(TargetServer server, out string fault)
    {
        var reading = PlugInSettings.Read<KubernetesSettings>(server.Settings);
        fault = reading.Settings is { } settings ? string.Join(" ", settings.Faults(options).Select(unfit => unfit.At("targetSettings"))) : reading.Sentence("targetSettings");
        // It becomes a part of a path and of a selector.
        fault = fault.Length == 0 && Uri.CheckHostName(server.Name) != UriHostNameType.Dns ? $"'{server.Name}' is no name of a Kubernetes node" : fault;
        return fault.Length == 0 ? reading.Settings : null;
    }
}
