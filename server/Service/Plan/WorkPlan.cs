using System.Collections.Immutable;

namespace SovereignFleet.Server.Service.Plan;

/// <summary>What is to be done to a Host, in order.</summary>
internal sealed record WorkPlan(ImmutableArray<PlannedWork> Works)
{
    /// <summary>Where nobody says otherwise a technician comes.</summary>
    public static readonly WorkPlan RemoteHands = Of(WorkKind.RemoteHands);

    public static WorkPlan Of(params IEnumerable<WorkKind> kinds) => new([.. kinds.Select(kind => new PlannedWork(kind))]);

    public IEnumerable<WorkStep> Steps(Guid drainId) => Works.Select((work, index) => new WorkStep
    {
        DrainId = drainId,
        Ordinal = index + 1,
        Kind = work.Kind,
        Target = work.Target,
    });
}
