namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>Where a server's metrics are, by the endpoint that its settings name. Pure.</summary>
internal static class MetricsAddress
{
    private const string Page = "/metrics";

    // http://127.0.0.1:8080/llama/  -> http://127.0.0.1:8080/llama/metrics        a base path (llama-server --api-prefix, vLLM --root-path) stays
    // http://127.0.0.1:8000/metrics/ -> the same                                  older vLLM answers there only
    // http://127.0.0.1:8080/?model=a -> http://127.0.0.1:8080/metrics?model=a     llama.cpp's router asks for the model
    public static Uri Of(Uri endpoint)
    {
        var path = endpoint.AbsolutePath.TrimEnd('/');
        return path.EndsWith(Page, StringComparison.Ordinal)
            ? endpoint
            : new Uri(endpoint.GetLeftPart(UriPartial.Authority) + path + Page + endpoint.Query);
    }

    /// <summary>Whether a redirect leads to the server that was asked: another one nobody named.</summary>
    public static bool IsSameServer(Uri one, Uri other) => one.Scheme == other.Scheme && one.Host == other.Host && one.Port == other.Port;

    /// <summary>As a person reads it: without what may be a secret.</summary>
    public static string Shown(Uri address) => address.AbsolutePath;
}
