using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>Whether a person's word that the work is done counts for the step at hand. Pure.</summary>
internal static class PersonsWord
{
    /// <param name="step">The first that is not proven; null: the plan is done.</param>
    /// <param name="ordinal">The work that the person means; 0: the one at hand.</param>
    /// <returns>Why not, and what is possible; null: it counts.</returns>
    public static string? WhyNot(WorkStep? step, Works works, int ordinal) => step switch
    {
        // Who looked at a page of before means another work than the one that has begun since.
        null => ordinal == 0 ? null : $"work {ordinal} is not at hand: the plan is done",
        _ when ordinal != 0 && ordinal != step.Ordinal => $"work {ordinal} is not at hand: {works.TitleOf(step)}, is",
        _ when works.Find(step.Kind) is null => $"{works.TitleOf(step)}, is none that this server can do; cancel the drain, or start the version that can",
        { State: WorkStepState.Planned } => $"{works.TitleOf(step)}, has not begun; wait for it, or cancel the drain",
        { State: WorkStepState.Failed } => null,
        { State: WorkStepState.Begun } when works.Find(step.Kind)!.IsByPerson => null,
        { State: WorkStepState.Begun } => $"{works.TitleOf(step)}, is under way and ends by its own proof, not by a person's word: {step.WaitingFor}; wait for it, or cancel the drain",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.State, "A proven step is not at hand."),
    };
}
