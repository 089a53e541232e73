namespace SovereignFleet.Agent.Cli.Configuration;

/// <summary>The command line or the settings are wrong: all faults, each naming the key and what to do.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
