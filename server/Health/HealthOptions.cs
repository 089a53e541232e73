namespace SovereignFleet.Server.Health;

/// <summary>Section <c>Health</c>.</summary>
internal sealed class HealthOptions
{
    /// <summary>What this fleet decided otherwise, by XID: <c>Health:Xid:63:Severity = Critical</c>, <c>Health:Xid:63:Drain = NextWindow</c>.</summary>
    public Dictionary<int, XidOverride> Xid { get; set; } = [];

    /// <summary>How long a Host may be silent.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(60);
}
