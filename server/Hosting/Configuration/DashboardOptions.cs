namespace SovereignFleet.Server.Hosting.Configuration;

/// <summary>Where people reach the dashboard. Alerts and Tickets link to it; the key is in section <c>Alerts</c>.</summary>
internal sealed class DashboardOptions : IServerOptions
{
    /// <summary>The base address; empty: no links.</summary>
    public string ExternalUrl { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (ExternalUrl.Length > 0 && !(Uri.TryCreate(ExternalUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            yield return "Alerts:ExternalUrl must be an absolute http or https address.";
        }
    }

    /// <param name="path">"drains/0193..."</param>
    /// <returns>Null where no address is configured.</returns>
    public string? LinkTo(string path) => ExternalUrl.Length == 0 ? null : $"{ExternalUrl.TrimEnd('/')}/{path}";
}
