using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Alerts.Holds;

/// <summary>The live Drain of a Host, as far as it decides whether a person is told of a Condition.</summary>
/// <param name="Steps">Of its plan, in order.</param>
internal sealed record WorkOnHost(Drain Drain, IReadOnlyList<WorkStep> Steps)
{
    /// <summary>The work at hand, or the last of a plan that is done; null: there is none.</summary>
    public WorkStep? AtHand => Steps.FirstOrDefault(step => step.State is not (WorkStepState.Proven or WorkStepState.PassedOver)) ?? (Steps.Count > 0 ? Steps[^1] : null);

    /// <summary>The ladder is at a rung that a machine does. A person's plan is none, nor one that a person was asked to do by hand.</summary>
    public bool IsByMachine => DrainCauses.EndsWithItsConditions(Drain.Cause) && !Drain.CancelRequested && Drain.RepairedBy is null
        && AtHand is { State: not WorkStepState.Failed } step && RungKinds.Machine.Contains(step.Kind);

    /// <summary>Since when who is at work now is: the machine's rung, or the hands that came after it. Null: nobody is yet.</summary>
    public DateTimeOffset? Begun => DrainCauses.EndsWithItsConditions(Drain.Cause) && Steps.Any(step => RungKinds.Machine.Contains(step.Kind))
        ? AtHand?.BegunAt
        : Steps.Min(step => step.BegunAt);

    /// <summary>What the rung at hand is for: a GPU, or what called for the Drain where the rung is of the Host.</summary>
    public bool IsFor(Condition condition) => condition.GpuUuid is { } gpu
        ? gpu == Drain.GpuUuid || Steps.Any(step => step.Target == gpu) || (AtHand is { Target: null } && Drain.Conditions.Contains(condition.Id))
        : Drain.Conditions.Contains(condition.Id);
}
