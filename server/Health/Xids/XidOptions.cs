using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>What section <c>Health</c> says of XIDs.</summary>
internal sealed class XidOptions : IServerOptions
{
    /// <summary>What this fleet decided otherwise, by XID: <c>Health:Xid:63:Severity = Critical</c>, <c>Health:Xid:63:Drain = NextWindow</c>.</summary>
    public Dictionary<int, XidOverride> Xid { get; set; } = [];

    public IEnumerable<string> Faults() =>
        Xid.Keys.Where(xid => xid < 1).Select(xid => $"Health:Xid:{xid} is no XID; its number must be 1 or more.");
}
