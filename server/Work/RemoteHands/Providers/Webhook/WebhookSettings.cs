using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Hosting.Secrets;

namespace SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;

/// <summary>A Site's settings: {"url": "https://tickets.example.net/new", "find": "https://tickets.example.net/search",
/// "tokenSecret": "ticket-token", "allowHttp": false}. A token never stands in the database, and no file's path does.</summary>
internal sealed record WebhookSettings : IPlugInSettings
{
    private static readonly Uri Absent = new("", UriKind.Relative);

    public Uri Url { get; init; } = Absent;

    /// <summary>Null: the system cannot search.</summary>
    public Uri? Find { get; init; }

    /// <summary>The name of a secret (Secrets:Folder).</summary>
    public string? TokenSecret { get; init; }

    /// <summary>What versions before this one took: any file of the server.</summary>
    public string? TokenFile { get; init; }

    public bool AllowHttp { get; init; }

    public IEnumerable<SettingsFault> Faults()
    {
        foreach (var (key, address) in Addresses())
        {
            if (!Allows(address))
            {
                yield return new SettingsFault(key, "must be an https address; http only on the loopback or with \"allowHttp\".");
            }
            else if (address.UserInfo.Length > 0)
            {
                yield return new SettingsFault(key, "must name no user and no password; put the token into a secret and name it as tokenSecret.");
            }
        }

        if (TokenFile is not null)
        {
            yield return new SettingsFault("tokenFile", "is taken no more: put the file into the server's Secrets:Folder, and name it by \"tokenSecret\".");
        }
    }

    /// <summary>What the server's own configuration does not allow.</summary>
    public IEnumerable<SettingsFault> Faults(AllowedDestinations destinations, SecretFolder secrets)
    {
        foreach (var (key, address) in Addresses())
        {
            if (destinations.Tickets.WhyNot(address.DnsSafeHost, address.Port) is { } why)
            {
                yield return new SettingsFault(key, why);
            }
        }

        if (TokenSecret is not null && secrets.WhyNot(TokenSecret) is { } fault)
        {
            yield return new SettingsFault("tokenSecret", fault);
        }
    }

    private IEnumerable<(string Key, Uri Address)> Addresses()
    {
        yield return ("url", Url);
        if (Find is not null)
        {
            yield return ("find", Find);
        }
    }

    private bool Allows(Uri address) => address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || AllowHttp)));
}
