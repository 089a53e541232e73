namespace SovereignFleet.Server.Health.Xids;

/// <summary>What section <c>Health</c> says of XIDs.</summary>
internal sealed class XidOptions
{
    /// <summary>What this fleet decided otherwise, by XID: <c>Health:Xid:63:Severity = Critical</c>, <c>Health:Xid:63:Drain = NextWindow</c>.</summary>
    public Dictionary<int, XidOverride> Xid { get; set; } = [];
}
