namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>Settings, or the faults that left us without.</summary>
internal sealed record SettingsReading<T>(T? Settings, IReadOnlyList<SettingsFault> Faults)
    where T : class
{
    /// <summary>All faults in one line.</summary>
    /// <param name="path">"targetSettings"</param>
    public string Sentence(string path) => string.Join(" ", Faults.Select(fault => fault.At(path)));
}
