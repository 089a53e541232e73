using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Alerts;

/// <summary>Section "Alerts": the receivers. Each is one channel, named by its host and port.</summary>
internal sealed class AlertsOptions : IServerOptions
{
    /// <summary>Base addresses, every one of which gets every Alert: "http://127.0.0.1:9093".</summary>
    public string[] Alertmanagers { get; set; } = [];

    /// <summary>Addresses that take Alertmanager's webhook payload.</summary>
    public string[] Webhooks { get; set; } = [];

    public IEnumerable<string> Faults() => [.. Faults(nameof(Alertmanagers), Alertmanagers), .. Faults(nameof(Webhooks), Webhooks)];

    private static IEnumerable<string> Faults(string key, string[] addresses)
    {
        var receivers = new Dictionary<string, int>();
        for (var place = 0; place < addresses.Length; place++)
        {
            if (!Uri.TryCreate(addresses[place], UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                yield return $"Alerts:{key}:{place} must be an absolute http or https address.";
            }
            else if (!receivers.TryAdd(address.Authority, place))
            {
                yield return $"Alerts:{key}:{place} is the receiver {address.Authority} of Alerts:{key}:{receivers[address.Authority]} again; one receiver is configured once.";
            }
        }
    }
}
