namespace SovereignFleet.Dashboard;

/// <summary>Where browsers reach the dashboard.</summary>
internal sealed class ListenOptions
{
    /// <summary>Key Listen: one address, or several separated by semicolons, such as http://127.0.0.1:7480.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:7480";

    public IEnumerable<string> Addresses => Listen.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
