using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc.Gateway;

/// <summary>Section Gateway: the BMCs of other Hosts of the Site that this agent reads and switches.</summary>
internal sealed class GatewayOptions
{
    public IReadOnlyList<GatewayTarget> Targets { get; init; } = [];

    /// <summary>What is wrong with the settings, each naming the key; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <param name="settings">Gateway:0:Host, Gateway:0:Address, Gateway:0:Port, Gateway:0:User, Gateway:0:PasswordFile, Gateway:0:CipherSuite.</param>
    public static GatewayOptions Read(IConfiguration settings, string dataFolder)
    {
        var faults = new List<string>();
        var own = BmcOptions.Read(settings, dataFolder);
        var targets = settings.GetSection("Gateway").GetChildren().Select(section => Target(section, own, faults)).ToList();
        faults.AddRange(targets.GroupBy(target => target.Host).Where(group => group.Key.Length > 0 && group.Count() > 1)
            .Select(group => $"{group.Last().Options.Section}:Host is {group.Key} again: one BMC for each Host"));
        // The second of two Hosts with one BMC would be read, and switched off, in the place of the first.
        faults.AddRange(targets.Select(target => target.Options).Prepend(own).Where(options => options.Host.Length > 0)
            .GroupBy(options => (options.Host.ToLowerInvariant(), options.Port)).SelectMany(group => group.Skip(1).Select(again =>
                $"{again.Section}:{(again == own ? "Host" : "Address")} {again.Host} port {again.Port} is {group.First().Section}'s too: a BMC belongs to one Host")));
        return new GatewayOptions { Targets = faults.Count == 0 ? targets : [], Faults = faults };
    }

    private static GatewayTarget Target(IConfigurationSection section, BmcOptions own, List<string> faults)
    {
        var host = Needed("Host", "as the control plane's inventory calls the Host");
        // It names a folder of ours too.
        if (host.Length > 253 || !host.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.') || host.StartsWith('.'))
        {
            faults.Add($"{section.Path}:Host is {host}: it must be letters, digits, '-', '_' or '.'");
        }

        return new GatewayTarget(host, new BmcOptions
        {
            Section = section.Path,
            Mode = BmcMode.LanPlus,
            Host = Needed("Address", "the BMC's address"),
            Port = BmcOptions.Number(section["Port"], section.Path + ":Port", 623, 1, 65535, faults),
            User = Needed("User", "the BMC's user"),
            // No environment variable here: one password for many BMCs is one too few.
            PasswordFile = Needed("PasswordFile", "a file with the BMC's password, mode 0600, owned by the agent"),
            CipherSuite = BmcOptions.Number(section["CipherSuite"], section.Path + ":CipherSuite", 17, 1, 17, faults),
            IpmiTool = own.IpmiTool,
            Period = own.Period,
            DataFolder = Path.Combine(own.DataFolder, "gateway", host),
        });

        string Needed(string key, string what)
        {
            if (section[key] is { Length: > 0 } given)
            {
                return given;
            }

            faults.Add($"{section.Path}:{key} is missing: {what}");
            return "";
        }
    }
}

/// <param name="Host">As the control plane's inventory calls it.</param>
internal sealed record GatewayTarget(string Host, BmcOptions Options);
