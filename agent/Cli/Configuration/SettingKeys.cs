using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Commands.Limits;

namespace SovereignFleet.Agent.Cli.Configuration;

/// <summary>All settings that there are. A key that is none is a typing error: what its writer wanted would not hold, and nobody would be told.</summary>
internal static class SettingKeys
{
    /// <summary>A "#" stands for the number of a list's item.</summary>
    private static readonly HashSet<string> Known = new(
    [
        "Server", "EnrollmentToken", "EnrollmentTokenFile", "HostName", "DataFolder",
        "Spool:LimitMegabytes", "Spool:ReserveMegabytes",
        "Commands:Allow", "Commands:Allow:#", "Commands:Units", "Commands:Units:#",
        .. CommandDefaults.Limited.Select(name => "Commands:MostPerDay:" + name),
        "Commands:NvidiaSmi", "Commands:Systemctl", "Commands:Dcgmi", "Commands:BugReport", "Commands:Dmesg", "Commands:Journalctl",
        "Commands:Diagnostics",
        "Metrics:Listen", "Metrics:HostnameLabel", "Otlp:Endpoint", "Otlp:Protocol", "Otlp:Period",
        "KernelLog:Path", "FabricManager:Log",
        "Bmc:Mode", "Bmc:Host", "Bmc:Port", "Bmc:User", "Bmc:PasswordFile", "Bmc:CipherSuite", "Bmc:IpmiTool", "Bmc:Period",
        "Gateway:#:Host", "Gateway:#:Address", "Gateway:#:Port", "Gateway:#:User", "Gateway:#:PasswordFile", "Gateway:#:CipherSuite",
        "Inference:#:Name", "Inference:#:Kind", "Inference:#:Endpoint", "Inference:#:InFlight", "Inference:#:Queued", "Inference:#:Tokens",
        "Inference:#:Progress",
        "Inference:Discover",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with each key that is none, with those of its section that are.</summary>
    public static IReadOnlyList<string> Faults(IConfiguration given) =>
    [
        .. given.AsEnumerable()
            .Where(setting => setting.Value is not null && !Known.Contains(Form(setting.Key)))
            .Select(setting => $"{setting.Key} is no setting; there are {string.Join(", ", Neighbours(setting.Key))}")
            .Order(StringComparer.Ordinal),
    ];

    // "Inference:0:Endpoint" is of the form "Inference:#:Endpoint"
    private static string Form(string key) =>
        string.Join(':', key.Split(':').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "#" : part));

    private static List<string> Neighbours(string key)
    {
        var section = key.Split(':')[0] + ":";
        var near = Known.Where(known => known.StartsWith(section, StringComparison.OrdinalIgnoreCase)).ToList();
        return near.Count > 0 ? near : [.. Known];
    }
}
