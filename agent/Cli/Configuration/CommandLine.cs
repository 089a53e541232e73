namespace SovereignFleet.Agent.Cli.Configuration;

/// <summary>The verb, the configuration file, and what is left for the configuration.</summary>
internal sealed record CommandLine(string Verb, IReadOnlyList<string> Operands, string? ConfigFile, string[] Settings)
{
    public const string Help = """
        sovereignfleet-agent: reads one host's GPUs, kernel log, BMC and inference servers and sends what it read to the control plane.

          sovereignfleet-agent [run]             run until stopped (the default)
          sovereignfleet-agent once --json       read everything once, print one Frame and the Inventory, send nothing
          sovereignfleet-agent read kernel-log FILE    print what the parser makes of a file, one JSON object a line
          sovereignfleet-agent read ipmi-sdr|ipmi-sel|ipmi-fru FILE

          --config FILE    settings (default /etc/sovereignfleet/agent.json)
          --Key=value      a setting, as in the file: --Server=https://control:7443 --Spool:LimitMegabytes=256
          --version, --help

        Settings are also taken from the environment: SOVEREIGNFLEET_Server, SOVEREIGNFLEET_Bmc__Mode.
        Exit codes: 0 done, 1 failed, 2 wrong option or setting.
        """;

    private static readonly string[] Verbs = ["run", "once", "read", "help", "version"];

    /// <summary>Throws SettingsException where the line makes no sense.</summary>
    public static CommandLine Parse(string[] arguments)
    {
        var words = new List<string>();
        var settings = new List<string>();
        string? configFile = null;
        for (var place = 0; place < arguments.Length; place++)
        {
            switch (arguments[place])
            {
                case "--help" or "-h":
                    words.Insert(0, "help");
                    break;
                case "--version":
                    words.Insert(0, "version");
                    break;
                case "--json":
                    break; // the only form there is
                case "--config":
                    configFile = ++place < arguments.Length ? arguments[place] : throw new SettingsException(["--config wants a file: --config /etc/sovereignfleet/agent.json"]);
                    break;
                case ['-', '-', ..] setting when setting.Contains('=', StringComparison.Ordinal):
                    settings.Add(setting);
                    break;
                case ['-', ..] unknown:
                    throw new SettingsException([$"{unknown} is no option; settings are written --Key=value. See --help"]);
                case var word:
                    words.Add(word);
                    break;
            }
        }

        var verb = words.FirstOrDefault("run");
        return Verbs.Contains(verb)
            ? new CommandLine(verb, [.. words.Skip(1)], configFile, [.. settings])
            : throw new SettingsException([$"{verb} is no command. See --help"]);
    }
}
