using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using SovereignFleet.Server.Hosting.Destinations;
using YamlDotNet.Core;

namespace SovereignFleet.Server.Service.Targets.Kubernetes;

/// <summary>The clusters' APIs, each by its kubeconfig, which is read anew when it changes. A failure is a value.</summary>
internal sealed class KubernetesClusters(KubernetesOptions options, AllowedDestinations destinations)
{
    /// <summary>Of one call; a look is two at once, telling is three after each other at most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (DateTime Stamp, k8s.Kubernetes Client)> clients = new();

    public async Task<KubernetesAnswer<T>> AskAsync<T>(
        string cluster, Func<ICoreV1Operations, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        var place = $"kubernetes:{cluster}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var value = await call(Client(cluster).CoreV1, limit.Token);
            destinations.Note(place, null);
            return new KubernetesAnswer<T>(value, null, HttpStatusCode.OK);
        }
        catch (HttpOperationException error)
        {
            destinations.Note(place, null);
            return KubernetesRefusal.Read<T>(error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            destinations.Note(place, $"no answer within {Patience.TotalSeconds:0} s");
            return new KubernetesAnswer<T>(null, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException or JsonException or KubeConfigException or YamlException or FormatException)
        {
            destinations.Note(place, error.InnerException?.Message ?? error.Message);
            return new KubernetesAnswer<T>(null, AllowedDestinations.CannotBeReached);
        }
    }

    private k8s.Kubernetes Client(string cluster)
    {
        var file = options.Clusters[cluster];
        var stamp = File.GetLastWriteTimeUtc(file);
        if (clients.TryGetValue(cluster, out var known) && known.Stamp == stamp)
        {
            return known.Client;
        }

        // The one before is left to the collector: a call may be under way on it.
        var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
        clients[cluster] = (stamp, client);
        return client;
    }
}
