namespace SovereignFleet.Server.Alerts.Channels;

/// <summary>Section "Alerts".</summary>
internal sealed class AlertsOptions
{
    /// <summary>Base addresses, every one of which gets every Alert: "http://127.0.0.1:9093".</summary>
    public string[] Alertmanagers { get; set; } = [];

    /// <summary>Addresses that take Alertmanager's webhook payload.</summary>
    public string[] Webhooks { get; set; } = [];

    /// <summary>The dashboard's base address, for the links in Alerts and Tickets; empty: no links.</summary>
    public string ExternalUrl { get; set; } = "";

    /// <summary>All faults, each naming its key.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (key, address) in Addresses())
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                yield return $"Alerts:{key} must be an absolute http or https address.";
            }
        }
    }

    private IEnumerable<(string Key, string Address)> Addresses() =>
    [
        .. Alertmanagers.Select((address, index) => ($"Alertmanagers:{index}", address)),
        .. Webhooks.Select((address, index) => ($"Webhooks:{index}", address)),
        .. ExternalUrl.Length == 0 ? Array.Empty<(string, string)>() : [("ExternalUrl", ExternalUrl)],
    ];
}
