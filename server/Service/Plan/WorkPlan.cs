using System.Collections.Immutable;

namespace SovereignFleet.Server.Service.Plan;

/// <summary>What is to be done to a Host, in order.</summary>
internal sealed record WorkPlan(ImmutableArray<PlannedWork> Works)
{
    /// <summary>Where nobody says otherwise a technician comes.</summary>
    public static readonly WorkPlan RemoteHands = Of(WorkKind.RemoteHands);

    /// <summary>As <see cref="WorkStep.Why"/>.</summary>
    public string? Why { get; init; }

    /// <summary>As <see cref="WorkStep.Next"/>.</summary>
    public string? Next { get; init; }

    public static WorkPlan Of(params IEnumerable<WorkKind> kinds) => new([.. kinds.Select(kind => new PlannedWork(kind))]);

    /// <param name="after">The last place that is taken in the Drain's plan.</param>
    public IEnumerable<WorkStep> Steps(Guid drainId, int after = 0) => Works.Select((work, index) => new WorkStep
    {
        DrainId = drainId,
        Ordinal = after + index + 1,
        Kind = work.Kind,
        Target = work.Target,
        Why = Why,
        Next = Next,
    });
}
