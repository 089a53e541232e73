using System.Net;
using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.Exposition.Http;

/// <summary>Section Metrics: whether and where the agent shows its last readings to Prometheus.</summary>
internal sealed record MetricsOptions
{
    /// <summary>Metrics:Listen. Null: nothing listens.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Metrics:HostnameLabel: dcgm-exporter wrote Hostname up to 4.5 and writes hostname since.</summary>
    public string HostnameLabel { get; init; } = "Hostname";

    /// <summary>What is wrong with the settings, each naming the key; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public static MetricsOptions Read(IConfiguration settings)
    {
        var faults = new List<string>();
        var label = settings["Metrics:HostnameLabel"] is { Length: > 0 } given ? given : "Hostname";
        if (label is not ("Hostname" or "hostname"))
        {
            faults.Add($"Metrics:HostnameLabel is {label}: it must be Hostname or hostname");
        }

        return new MetricsOptions { Listen = Endpoint(settings["Metrics:Listen"], faults), HostnameLabel = label, Faults = faults };
    }

    private static IPEndPoint? Endpoint(string? text, List<string> faults)
    {
        if (text is not { Length: > 0 })
        {
            return null;
        }

        if (IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0)
        {
            return endpoint;
        }

        faults.Add($"Metrics:Listen is {text}: it must be an IP address and a port, such as 127.0.0.1:9400");
        return null;
    }
}
