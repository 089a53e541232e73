using SovereignFleet.Server.Capacity;

namespace SovereignFleet.Server.Service.Machine;

internal static class DrainCause
{
    /// <summary>The code of the Conditions that a prediction raises, and the word for who proposed a Drain for nothing else.</summary>
    public const string Risk = "risk";

    public static ReservationCause Of(Drain drain) => drain.ProposedBy switch
    {
        // Past the brake on predictions it goes on a person's word.
        Risk => drain.OverrideBy is null ? ReservationCause.Prediction : ReservationCause.Person,
        var by when by.StartsWith("person:", StringComparison.Ordinal) => ReservationCause.Person,
        _ => ReservationCause.Condition,
    };
}
