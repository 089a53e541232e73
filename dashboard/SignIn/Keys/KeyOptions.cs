namespace SovereignFleet.Dashboard.SignIn.Keys;

/// <summary>Where the dashboard keeps the keys that protect session cookies.</summary>
internal sealed class KeyOptions
{
    /// <summary>Key DataFolder: a folder that outlives the process; whoever reads it can make session cookies.</summary>
    public string DataFolder { get; set; } = ".fleet/dashboard";
}
