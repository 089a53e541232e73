using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>Section Commands, as it was set.</summary>
internal sealed partial record CommandSettings
{
    public IReadOnlySet<string> Allow { get; init; } = CommandDefaults.Usual;

    /// <summary>Where it is set.</summary>
    public IReadOnlyDictionary<string, int> MostPerDay { get; init; } = new Dictionary<string, int>();

    public IReadOnlySet<string> Units { get; init; } = new HashSet<string>();

    public CommandPrograms Programs { get; init; } = new();

    /// <summary>What is wrong with the settings, each naming the key; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public static CommandSettings Read(IConfiguration settings)
    {
        var faults = new List<string>();
        var section = settings.GetSection("Commands");
        return new CommandSettings
        {
            Allow = Allowed(section.GetSection("Allow"), faults),
            MostPerDay = Limits(section.GetSection("MostPerDay"), faults),
            Units = UnitNames(section.GetSection("Units"), faults),
            Programs = Paths(section),
            Faults = faults,
        };
    }

    private static IReadOnlySet<string> Allowed(IConfigurationSection section, List<string> faults)
    {
        if (!section.Exists())
        {
            return CommandDefaults.Usual;
        }

        var allowed = Items(section);
        faults.AddRange(allowed.Except(CommandName.All).Select(name => $"Commands:Allow names {name}; there are {string.Join(", ", CommandName.All)}"));
        return allowed;
    }

    private static Dictionary<string, int> Limits(IConfigurationSection section, List<string> faults)
    {
        var limits = new Dictionary<string, int>();
        foreach (var given in section.GetChildren())
        {
            if (!CommandDefaults.Limited.Contains(given.Key))
            {
                faults.Add($"Commands:MostPerDay:{given.Key} is no command with a limit; there are {string.Join(", ", CommandDefaults.Limited)}");
            }
            else if (int.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most <= 1000)
            {
                limits[given.Key] = most;
            }
            else
            {
                faults.Add($"Commands:MostPerDay:{given.Key} is {given.Value}: it must be a whole number from 0 to 1000");
            }
        }

        return limits;
    }

    private static HashSet<string> UnitNames(IConfigurationSection section, List<string> faults)
    {
        var units = Items(section);
        faults.AddRange(units.Where(unit => !UnitName().IsMatch(unit))
            .Select(unit => $"Commands:Units names {unit}: give a whole unit name, such as vllm.service"));
        return units;
    }

    private static CommandPrograms Paths(IConfigurationSection section)
    {
        var standard = new CommandPrograms();
        return new CommandPrograms
        {
            NvidiaSmi = Path("NvidiaSmi", standard.NvidiaSmi),
            Systemctl = Path("Systemctl", standard.Systemctl),
            Dcgmi = Path("Dcgmi", standard.Dcgmi),
            BugReport = Path("BugReport", standard.BugReport),
            Dmesg = Path("Dmesg", standard.Dmesg),
            Journalctl = Path("Journalctl", standard.Journalctl),
            Diagnostics = Path("Diagnostics", standard.Diagnostics),
        };

        string Path(string key, string standard) => section[key] is { Length: > 0 } given ? given : standard;
    }

    private static HashSet<string> Items(IConfigurationSection section) =>
        section.GetChildren().Select(child => child.Value ?? "").Append(section.Value ?? "").Where(name => name.Length > 0).ToHashSet();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9:_.@\\-]*\.(service|socket|target|timer)\z")]
    private static partial Regex UnitName();
}
