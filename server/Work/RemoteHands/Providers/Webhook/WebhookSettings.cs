using System.Net.Http.Headers;
using System.Text.Json;

namespace SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;

/// <summary>A Site's settings: {"url": "https://tickets.example.net/new", "find": "https://tickets.example.net/search",
/// "tokenFile": "/run/credentials/tickets", "allowHttp": false}. A token never stands in the database.</summary>
internal sealed record WebhookSettings(Uri Url, Uri? Find, string? TokenFile, bool AllowHttp)
{
    public static (WebhookSettings? Settings, string Fault) Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<WebhookSettings>(json, JsonSerializerOptions.Web) switch
            {
                null or { Url: null } => (null, "the site's ticketSettings need \"url\""),
                var settings when !settings.Allows(settings.Url) => (null, "\"url\" must be https; http only on the loopback or with \"allowHttp\""),
                { Find: not null } settings when !settings.Allows(settings.Find) => (null, "\"find\" must be https; http only on the loopback or with \"allowHttp\""),
                var settings => (settings, ""),
            };
        }
        catch (JsonException error)
        {
            return (null, $"the site's ticketSettings cannot be read: {error.Message}");
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
