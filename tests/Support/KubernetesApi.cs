using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SovereignFleet.Tests.Support;

/// <summary>The part of the Kubernetes API that a drain speaks, as it answers: resource versions, merge patches, evictions and budgets. One node, n1.</summary>
internal sealed class KubernetesApi
{
    private readonly Lock gate = new();
    private int version = 100;

    public JsonNode Node { get; private set; } = JsonNode.Parse("""
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"n1","resourceVersion":"100"},
         "spec":{"taints":[{"key":"gpu","value":"h100","effect":"NoSchedule","timeAdded":"2026-11-24T12:00:00Z"}]},
         "status":{"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}
        """)!;

    public List<JsonNode> Pods { get; } = [];

    /// <summary>The budget that forbids the next eviction of any pod; null: none does.</summary>
    public string? Budget { get; set; }

    /// <summary>How often the node changes by another's hand right before a patch of ours.</summary>
    public int Races { get; set; }

    /// <summary>An answer to everything: a status and a body. Null: none.</summary>
    public (int Status, string Body)? Instead { get; set; }

    public int Evictions { get; private set; }

    public string[] Taints => [.. (Node["spec"]!["taints"] as JsonArray ?? []).Select(taint => taint!["key"]!.GetValue<string>())];

    public bool Unschedulable => Node["spec"]!["unschedulable"]?.GetValue<bool>() == true;

    /// <returns>The kubeconfig's path.</returns>
    public async Task<string> StartAsync(Stage stage, CancellationToken cancellationToken)
    {
        var port = FreePort.Next();
        await LocalWeb.StartAsync(stage, port, web => web.Run(AnswerAsync), cancellationToken);
        return stage.Write("kubeconfig", $$$"""
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: here, cluster: {server: "http://127.0.0.1:{{{port}}}"}}]
            users: [{name: sovereignfleet, user: {token: t0ken}}]
            contexts: [{name: here, context: {cluster: here, user: sovereignfleet}}]
            """);
    }

    /// <param name="owner">The kind of its controller; null: it has none.</param>
    public void AddPod(string name, string? owner = "ReplicaSet", string volumes = "[]", string annotations = "{}", string phase = "Running")
    {
        var owners = owner is null ? "[]" : $$"""[{"apiVersion":"apps/v1","kind":"{{owner}}","name":"x","uid":"u","controller":true}]""";
        Pods.Add(JsonNode.Parse($$"""
            {"metadata": {"name": "{{name}}", "namespace": "llm", "uid": "uid-{{name}}", "annotations": {{annotations}}, "ownerReferences": {{owners}} },
             "spec": {"nodeName": "n1", "volumes": {{volumes}} }, "status": {"phase": "{{phase}}"} }
            """)!);
    }

    public bool IsEnding(string name) => Pods.Any(pod => NameOf(pod) == name && pod["metadata"]!["deletionTimestamp"] is not null);

    /// <summary>By another's hand.</summary>
    public void Cordon(bool cordon) => Merge(JsonNode.Parse(cordon ? """{"spec":{"unschedulable":true}}""" : """{"spec":{"unschedulable":null}}""")!);

    private static string NameOf(JsonNode pod) => pod["metadata"]!["name"]!.GetValue<string>();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var (status, answer) = Instead ?? Answer(context, body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private (int Status, string Body) Answer(HttpContext context, string body)
    {
        lock (gate)
        {
            var (method, path) = (context.Request.Method, context.Request.Path.Value!);
            return (method, path) switch
            {
                _ when context.Request.Headers.Authorization != "Bearer t0ken" => Refused(401, "Unauthorized"),
                ("GET", "/api/v1/nodes/n1") => (200, Node.ToJsonString()),
                ("PATCH", "/api/v1/nodes/n1") => Patch(JsonNode.Parse(body)!),
                ("GET", "/api/v1/pods") when context.Request.Query["fieldSelector"] == "spec.nodeName=n1" =>
                    (200, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "PodList", ["metadata"] = new JsonObject(), ["items"] = new JsonArray([.. Pods.Select(pod => pod.DeepClone())]) }.ToJsonString()),
                ("GET", "/api/v1/pods") => (200, """{"apiVersion":"v1","kind":"PodList","metadata":{},"items":[]}"""),
                ("POST", _) when path.EndsWith("/eviction", StringComparison.Ordinal) => Evict(context, path.Split('/')[^2], JsonNode.Parse(body)!),
                _ => Refused(404, $"{path} not found"),
            };
        }
    }

    private (int, string) Patch(JsonNode patch)
    {
        if (Races-- > 0)
        {
            Merge(JsonNode.Parse("""{"metadata":{"annotations":{"kubelet":"was here"}}}""")!);
        }

        if (patch["metadata"]?["resourceVersion"]?.GetValue<string>() is { } seen && seen != Node["metadata"]!["resourceVersion"]!.GetValue<string>())
        {
            return Refused(409, "Operation cannot be fulfilled on nodes \"n1\": the object has been modified; please apply your changes to the latest version and try again");
        }

        Merge(patch);
        return (200, Node.ToJsonString());
    }

    private (int, string) Evict(HttpContext context, string name, JsonNode eviction)
    {
        Evictions++;
        if (Pods.SingleOrDefault(pod => NameOf(pod) == name) is not { } pod)
        {
            return Refused(404, $"pods \"{name}\" not found");
        }

        if (eviction["deleteOptions"]?["preconditions"]?["uid"]?.GetValue<string>() != $"uid-{name}")
        {
            return Refused(409, "the UID in the precondition does not match the UID in record");
        }

        if (Budget is not null)
        {
            context.Response.Headers.RetryAfter = "10";
            return (429, $$$"""{"kind":"Status","status":"Failure","message":"Cannot evict pod as it would violate the pod's disruption budget.","reason":"TooManyRequests","details":{"causes":[{"reason":"DisruptionBudget","message":"The disruption budget {{{Budget}}} needs 2 healthy pods and has 2 currently"}]},"code":429}""");
        }

        pod["metadata"]!["deletionTimestamp"] = "2026-11-24T12:00:30Z";
        return (201, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}""");
    }

    private void Merge(JsonNode patch)
    {
        var versioned = patch.DeepClone();
        (versioned["metadata"] ??= new JsonObject())["resourceVersion"] = $"{++version}";
        Node = Merged(Node, versioned)!;
    }

    // RFC 7396.
    private static JsonNode? Merged(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var merged = target is JsonObject ? target.DeepClone().AsObject() : [];
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = Merged(merged[key], value);
            }
        }

        return merged;
    }

    private static (int, string) Refused(int code, string message) =>
        (code, new JsonObject { ["kind"] = "Status", ["status"] = "Failure", ["message"] = message, ["code"] = code }.ToJsonString());
}
