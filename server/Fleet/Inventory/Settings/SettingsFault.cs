namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>What is unfit in the settings of a plug-in.</summary>
/// <param name="Key">"endpoints[1]"; empty: the whole.</param>
/// <param name="Text">What it must be, for a person: "\"f5\" must be unix:/PATH or tcp:HOST:PORT".</param>
internal sealed record SettingsFault(string Key, string Text)
{
    /// <summary>"pools[0].targetSettings.endpoints[1]: ..."</summary>
    public string At(string path) => Key.Length == 0 ? $"{path}: {Text}" : $"{path}.{Key}: {Text}";
}
