namespace SovereignFleet.Server.Health.Conditions;

/// <summary>A Finding over time: Pending, Firing, Resolved.</summary>
internal static class ConditionMachine
{
    /// <param name="current">Null: there is none.</param>
    /// <returns>Null: there is none any more, and nobody was told of it.</returns>
    public static ConditionStatus? Next(ConditionStatus? current, Observation observed, TimeSpan hold, TimeSpan keep, DateTimeOffset now) =>
        (current?.State, observed) switch
        {
            (null, Observation.Found) => new ConditionStatus(hold == TimeSpan.Zero ? ConditionState.Firing : ConditionState.Pending, now, now),
            (null, Observation.Clear or Observation.Unknown) => null,
            (ConditionState.Pending, Observation.Found) => current with { State = now - current.Since >= hold ? ConditionState.Firing : ConditionState.Pending, LastFoundAt = now },
            (ConditionState.Pending, Observation.Clear) => null,
            (ConditionState.Firing, Observation.Found) => current with { LastFoundAt = now },
            (ConditionState.Firing, Observation.Clear) => current with { State = now - current.LastFoundAt >= keep ? ConditionState.Resolved : ConditionState.Firing },
            (ConditionState.Pending or ConditionState.Firing, Observation.Unknown) => current,
            (ConditionState.Resolved, _) => throw new InvalidOperationException("A resolved Condition does not move: what is found again is a new one."),
            _ => throw new ArgumentOutOfRangeException(nameof(observed), observed, "Unknown observation."),
        };
}

/// <summary>What a rule says of a Condition now.</summary>
internal enum Observation
{
    /// <summary>Nothing: not looked at, or it could not be read.</summary>
    Unknown,
    Found,
    Clear,
}
