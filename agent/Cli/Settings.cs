using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.Cli;

/// <summary>Where settings come from, the later winning: file, environment, command line.</summary>
internal static class Settings
{
    public const string DefaultFile = "/etc/sovereignfleet/agent.json";

    /// <summary>"Bmc:*" is read, and its keys are judged, by the folder that owns the section.</summary>
    private static readonly string[] Sections = ["Bmc", "Inference", "KernelLog", "Commands", "Spool", "Gpu"];

    private static readonly string[] Keys =
        ["Server", "EnrollmentToken", "EnrollmentTokenFile", "HostName", "DataFolder"];

    public static IConfigurationRoot Load(CommandLine line)
    {
        if (line.ConfigFile is { } file && !File.Exists(file))
        {
            throw new SettingsException([$"--config: there is no file {file}"]);
        }

        var given = new ConfigurationBuilder();
        try
        {
            given.AddJsonFile(Path.GetFullPath(line.ConfigFile ?? DefaultFile), optional: true, reloadOnChange: false);
            ThrowIfUnknown(given.AddCommandLine(line.Settings).Build());
            // The environment holds much that is not ours, so its unknown keys are no fault.
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(line.ConfigFile ?? DefaultFile), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("SOVEREIGNFLEET_")
                .AddCommandLine(line.Settings)
                .Build();
        }
        catch (InvalidDataException broken)
        {
            throw new SettingsException([$"{line.ConfigFile ?? DefaultFile} is no JSON: {broken.GetBaseException().Message}"]);
        }
    }

    private static void ThrowIfUnknown(IConfigurationRoot given)
    {
        var unknown = given.GetChildren().Select(child => child.Key)
            .Where(key => !Keys.Concat(Sections).Contains(key, StringComparer.OrdinalIgnoreCase)).ToList();
        if (unknown.Count > 0)
        {
            throw new SettingsException([.. unknown.Select(key => $"{key} is no setting; there are {string.Join(", ", Keys.Concat(Sections.Select(section => section + ":...")))}")]);
        }
    }
}
