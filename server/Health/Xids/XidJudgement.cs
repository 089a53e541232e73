using SovereignFleet.Server.Health.Conditions;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>What this fleet makes of an XID.</summary>
/// <param name="Action">Exactly one thing to do.</param>
internal sealed record XidJudgement(Severity Severity, DrainAdvice Drain, string Action);
