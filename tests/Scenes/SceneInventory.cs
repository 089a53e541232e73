using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>The fleet file of a scene: one Site, one Pool behind HAProxy, its Hosts in one rack.</summary>
internal static class SceneInventory
{
    public const string Site = "yul1";
    public const string Pool = "llm-ca";
    public const string Rack = "B07";
    public const string Hands = "hands@example.net";

    public static string Json(SceneSettings settings, HaProxyServer proxy, IEnumerable<SceneHost> hosts) =>
        JsonSerializer.Serialize(new
        {
            sites = new[]
            {
                new
                {
                    id = Site,
                    name = "Montreal 1",
                    jurisdiction = "CA",
                    timeZone = "America/Toronto",
                    ticketProvider = "email",
                    ticketSettings = new { to = Hands },
                    contact = "Duty desk +1 555 0100",
                },
            },
            pools = new[]
            {
                new
                {
                    id = Pool,
                    name = "Language models, Canada",
                    jurisdiction = "CA",
                    required = settings.Required,
                    spare = settings.Spare,
                    target = "haproxy",
                    targetSettings = new { endpoints = new[] { $"tcp:127.0.0.1:{proxy.StatsPort}" }, backend = HaProxyServer.Backend },
                    automaticApproval = settings.AutomaticApproval,
                    drainDeadline = "00:30:00",
                },
            },
            hosts = hosts.Select(host => new
            {
                name = host.Name,
                site = Site,
                rack = Rack,
                u = host.U,
                pool = Pool,
                targetName = host.Target,
                assetTag = "A-" + host.U,
            }),
        });
}
