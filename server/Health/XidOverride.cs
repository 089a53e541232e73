using SovereignFleet.Server.Health.Conditions;

namespace SovereignFleet.Server.Health;

/// <summary>A fleet's own word on one XID; what it leaves out stays as it is.</summary>
internal sealed class XidOverride
{
    public Severity? Severity { get; set; }
    public DrainAdvice? Drain { get; set; }
}
