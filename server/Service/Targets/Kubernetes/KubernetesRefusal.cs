using System.Globalization;
using System.Text.Json;
using k8s.Autorest;

namespace SovereignFleet.Server.Service.Targets.Kubernetes;

/// <summary>Reads the API's refusals. Pure.
/// <code>{"kind":"Status","message":"Cannot evict pod as it would violate the pod's disruption budget.","reason":"TooManyRequests","details":{"causes":
/// [{"reason":"DisruptionBudget","message":"The disruption budget vllm needs 2 healthy pods and has 2 currently"}]},"code":429}</code></summary>
internal static class KubernetesRefusal
{
    public static KubernetesAnswer<T> Read<T>(HttpOperationException error)
        where T : class
    {
        var after = error.Response.Headers.FirstOrDefault(header => string.Equals(header.Key, "Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
        return new KubernetesAnswer<T>(
            null, $"{(int)error.Response.StatusCode}: {Text(error.Response.Content)}", error.Response.StatusCode,
            uint.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static string Text(string? content)
    {
        try
        {
            using var status = JsonDocument.Parse(content ?? "");
            var root = status.RootElement;
            var message = root.TryGetProperty("message", out var said) ? said.GetString() : null;
            // The message says only that a budget forbids it; its cause says which.
            var causes = root.TryGetProperty("details", out var details) && details.TryGetProperty("causes", out var all)
                ? all.EnumerateArray().Select(cause => cause.TryGetProperty("message", out var text) ? text.GetString() : null).Where(text => text is not null)
                : [];
            return string.Join(" ", causes.Prepend(message).Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } told ? told : "refused";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return "refused";
        }
    }
}
