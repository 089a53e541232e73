using System.Text.Json;
using k8s.Models;

namespace SovereignFleet.Server.Service.Targets.Kubernetes;

/// <summary>What a node and its pods say together, and what is to be changed. Pure.</summary>
internal sealed record NodeView(V1Node Node, IReadOnlyList<V1Pod> Pods, bool EvictLocalData)
{
    /// <summary>Keeps new pods away, and says that the cordon is ours.</summary>
    public const string Taint = "sovereignfleet/drain";

    private const string Mirror = "kubernetes.io/config.mirror";

    public bool IsOurs => Taints.Any(taint => taint.Key == Taint);

    public bool IsCordoned => Node.Spec?.Unschedulable == true || IsOurs;

    /// <summary>Those that a drain is about: not a DaemonSet's, which belong to the node; not static ones, which no API removes; none that has ended.</summary>
    public IEnumerable<V1Pod> Own => Pods.Where(pod =>
        pod.Status?.Phase is not ("Succeeded" or "Failed") && Controller(pod)?.Kind != "DaemonSet" && pod.Metadata.Annotations?.ContainsKey(Mirror) != true);

    /// <summary>Those that nobody has asked to end yet.</summary>
    public IReadOnlyList<V1Pod> Staying => [.. Own.Where(pod => pod.Metadata.DeletionTimestamp is null)];

    public IEnumerable<V1Pod> Evictable => Staying.Where(pod => WhyNot(pod) is null);

    /// <summary>Why pods stay that we do not evict, one sentence each.</summary>
    public IEnumerable<string> Refusals => Staying.Select(pod => (Pod: pod, Why: WhyNot(pod))).Where(one => one.Why is not null).Select(one => $"pod {NameOf(one.Pod)} is not evicted: {one.Why}");

    /// <summary>As long as a pod stays its Service sends it requests, whatever the node's cordon is.</summary>
    public EndpointReading Read(string endpoint)
    {
        var (own, staying) = (Own.ToList(), Staying.Count);
        var drained = IsCordoned && staying == 0;
        var theirs = drained && !IsOurs ? "cordoned in Kubernetes by somebody else" : null;
        var down = drained ? null
            : IsCordoned ? $"cordoned in Kubernetes, and {staying} pods on it still serve"
            : NotReady;
        return new EndpointReading(
            endpoint, drained ? EndpointState.Drained : EndpointState.Taking, own.Count,
            $"{theirs ?? down ?? (drained ? "takes no pods" : "takes pods")}, {own.Count} pods{(own.Count > 0 ? $" ({string.Join(", ", own.Take(5).Select(NameOf))}{(own.Count > 5 ? ", ..." : "")})" : "")} on it")
        {
            Server = Node.Metadata.Name,
            Down = down,
            Theirs = theirs,
            RunsTheWork = true,
        };
    }

    /// <summary>A merge patch that holds only for the node as it was read: whoever changed it since wins, and it is read again.</summary>
    public string Patch(bool cordon)
    {
        var others = Taints.Where(taint => taint.Key != Taint).Select(taint => new { key = taint.Key, value = taint.Value, effect = taint.Effect, timeAdded = taint.TimeAdded });
        var ours = new { key = Taint, value = "", effect = "NoSchedule", timeAdded = (DateTime?)null };
        return JsonSerializer.Serialize(new
        {
            metadata = new { resourceVersion = Node.Metadata.ResourceVersion },
            spec = new { unschedulable = cordon ? true : (bool?)null, taints = cordon ? others.Append(ours) : others },
        });
    }

    public static string NameOf(V1Pod pod) => $"{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";

    private IEnumerable<V1Taint> Taints => Node.Spec?.Taints ?? [];

    private string? NotReady => Node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready") switch
    {
        { Status: "True" } => null,
        { } condition => $"not ready in Kubernetes: {condition.Reason ?? condition.Status}",
        null => "not ready in Kubernetes",
    };

    private string? WhyNot(V1Pod pod) =>
        Controller(pod) is null ? "no controller would start it again; delete it or move it yourself"
        : !EvictLocalData && pod.Spec?.Volumes?.Any(volume => volume.EmptyDir is { } scratch && scratch.Medium != "Memory") == true
            ? "its emptyDir would be lost; delete it yourself, or allow it by \"evictLocalData\""
        : null;

    private static V1OwnerReference? Controller(V1Pod pod) => pod.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
}
