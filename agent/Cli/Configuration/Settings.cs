using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Runtime.Systemd;

namespace SovereignFleet.Agent.Cli.Configuration;

/// <summary>Where settings come from, the later winning: file, environment, command line.</summary>
internal static class Settings
{
    public const string DefaultFile = "/etc/sovereignfleet/agent.json";

    /// <summary>Throws SettingsException where they cannot be read at all; what is wrong with them is left to their readers.</summary>
    public static GivenSettings Load(CommandLine line)
    {
        if (line.ConfigFile is { } file && !File.Exists(file))
        {
            throw new SettingsException([$"--config: there is no file {file}"]);
        }

        var path = Path.GetFullPath(line.ConfigFile ?? DefaultFile);
        try
        {
            // The environment may hold what others understand, so its unknown keys are no fault.
            var written = new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).AddCommandLine(line.Settings).Build();
            var all = new ConfigurationBuilder()
                .AddJsonFile(path, optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("SOVEREIGNFLEET_")
                .AddCommandLine(line.Settings)
                .Build();
            all = new ConfigurationBuilder().AddConfiguration(all).AddInMemoryCollection(Credentials.Paths(all, Credentials.Folder)).Build();
            return new GivenSettings(all, SettingKeys.Faults(written));
        }
        catch (InvalidDataException broken)
        {
            throw new SettingsException([$"{path} is no JSON: {broken.GetBaseException().Message}"]);
        }
    }
}
