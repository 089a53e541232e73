using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>What this fleet makes of an XID.</summary>
/// <param name="Action">Exactly one thing to do.</param>
internal sealed record XidJudgement(Severity Severity, DrainAdvice Drain, RemedyKind Remedy, string Action);
