using System.Text.RegularExpressions;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Service.Targets.NginxPlus;

/// <summary>{"endpoints": ["https://lb1.example.net:8443"], "upstream": "llm", "version": 9, "tokenSecret": "nginx-token", "allowHttp": false}</summary>
internal sealed partial record NginxPlusSettings : IPlugInSettings
{
    /// <summary>The addresses below which the API of each NGINX answers as /api/.</summary>
    public IReadOnlyList<Uri> Endpoints { get; init; } = [];

    public string Upstream { get; init; } = "";

    /// <summary>Of the API.</summary>
    public int Version { get; init; } = 9;

    /// <summary>The name of a secret (Secrets:Folder).</summary>
    public string? TokenSecret { get; init; }

    public bool AllowHttp { get; init; }

    public IEnumerable<SettingsFault> Faults()
    {
        if (Endpoints.Count == 0)
        {
            yield return new SettingsFault("endpoints", "must name every NGINX Plus in front of the pool, as [\"https://lb1.example.net:8443\"].");
        }

        for (var place = 0; place < Endpoints.Count; place++)
        {
            foreach (var fault in TargetHttp.Faults($"endpoints[{place}]", Endpoints[place], AllowHttp))
            {
                yield return fault;
            }

            if (Endpoints.Take(place).Contains(Endpoints[place]))
            {
                yield return new SettingsFault($"endpoints[{place}]", $"\"{Endpoints[place]}\" is named twice; its sessions would count twice.");
            }
        }

        if (!Word().IsMatch(Upstream))
        {
            yield return new SettingsFault("upstream", $"\"{Upstream}\" must be the name of the upstream whose servers the pool's hosts are: letters, digits, '_', '.' and '-'.");
        }

        if (Version is < 3 or > 99)
        {
            yield return new SettingsFault("version", $"{Version} is no version of the API that can drain: 3 or more, as /api/ lists them.");
        }
    }

    /// <summary>It becomes a part of a path.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9_.-]*\z")]
    private static partial Regex Word();
}
