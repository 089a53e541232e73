using System.Net.Http.Headers;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;

/// <summary>A Site's settings: {"url": "https://tickets.example.net/new", "find": "https://tickets.example.net/search",
/// "tokenFile": "/run/credentials/tickets", "allowHttp": false}. A token never stands in the database.</summary>
internal sealed record WebhookSettings : IPlugInSettings
{
    private static readonly Uri Absent = new("", UriKind.Relative);

    public Uri Url { get; init; } = Absent;

    /// <summary>Null: the system cannot search.</summary>
    public Uri? Find { get; init; }

    public string? TokenFile { get; init; }

    public bool AllowHttp { get; init; }

    public IEnumerable<SettingsFault> Faults()
    {
        if (!Allows(Url))
        {
            yield return new SettingsFault("url", "must be an https address; http only on the loopback or with \"allowHttp\".");
        }

        if (Find is not null && !Allows(Find))
        {
            yield return new SettingsFault("find", "must be an https address; http only on the loopback or with \"allowHttp\".");
        }
    }

    public void Authorize(HttpRequestMessage request)
    {
        if (TokenFile is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(TokenFile).Trim());
        }
    }

    private bool Allows(Uri address) => address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || AllowHttp)));
}
