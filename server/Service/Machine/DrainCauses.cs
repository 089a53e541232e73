using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>What follows from why a Host is taken out.</summary>
internal static class DrainCauses
{
    /// <summary>One fault among predictions is a fault.</summary>
    public static DrainCause Of(IEnumerable<Condition> calling) =>
        calling.All(IsPrediction) ? DrainCause.Prediction : DrainCause.Fault;

    public static bool IsPrediction(Condition condition) => condition.Code == FaultCatalog.Risk.Code;

    /// <summary>Whether the Drain is withdrawn when its Conditions are over; what people want, people take back.</summary>
    public static bool EndsWithItsConditions(DrainCause cause) => cause switch
    {
        DrainCause.Fault or DrainCause.Prediction => true,
        DrainCause.PlannedMaintenance or DrainCause.Rollout => false,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "There is no such cause of a drain."),
    };

    /// <summary>What the guard counts it as.</summary>
    public static ReservationCause ForGuard(Drain drain) => drain.Cause switch
    {
        // Past the brake on predictions it goes on a person's word.
        DrainCause.Prediction => drain.OverrideBy is null ? ReservationCause.Prediction : ReservationCause.Person,
        DrainCause.Fault => ReservationCause.Condition,
        DrainCause.PlannedMaintenance or DrainCause.Rollout => ReservationCause.Person,
        _ => throw new InvalidOperationException($"Drain {drain.Id} has a cause that is none: {drain.Cause}."),
    };
}
