using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Service.Targets.Webhook;

/// <summary>{"url": "https://lb.example.net/drain", "tokenSecret": "lb-token", "allowHttp": false}</summary>
internal sealed record WebhookTargetSettings : IPlugInSettings
{
    private static readonly Uri Absent = new("", UriKind.Relative);

    public Uri Url { get; init; } = Absent;

    /// <summary>The name of a secret (Secrets:Folder).</summary>
    public string? TokenSecret { get; init; }

    public bool AllowHttp { get; init; }

    public IEnumerable<SettingsFault> Faults() => TargetHttp.Faults("url", Url, AllowHttp);
}
