using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>A fleet's own word on one XID; what it leaves out stays as it is.</summary>
internal sealed class XidOverride
{
    public Severity? Severity { get; set; }
    public DrainAdvice? Drain { get; set; }
    public RemedyKind? Remedy { get; set; }
}
