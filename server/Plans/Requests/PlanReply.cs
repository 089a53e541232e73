using SovereignFleet.Server.Plans.Machine;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>How a person's request ended.</summary>
/// <param name="Plan">Null: not done, and <paramref name="Refusal"/> says why.</param>
internal sealed record PlanReply(Plan? Plan, string? Refusal, PlanRefusal Kind = PlanRefusal.None)
{
    public static PlanReply Done(Plan plan) => new(plan, null);

    public static PlanReply Refused(PlanRefusal kind, string why) => new(null, why, kind);
}

internal enum PlanRefusal
{
    None,
    /// <summary>What was asked makes no sense, at any time.</summary>
    Unfit,
    Missing,
    Forbidden,
    /// <summary>Not as things stand.</summary>
    NotNow,
}
