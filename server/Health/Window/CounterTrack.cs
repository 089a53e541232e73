namespace SovereignFleet.Server.Health.Window;

/// <summary>A counter of the hardware and its last step up. It starts again at nothing when the driver is loaded again: a step down
/// is a new baseline, never an event.</summary>
internal sealed class CounterTrack
{
    /// <summary>Null: never read.</summary>
    public long? Value { get; private set; }

    /// <summary>The size of the last step up; 0: none seen.</summary>
    public long Increase { get; private set; }

    public DateTimeOffset? IncreasedAt { get; private set; }

    /// <param name="value">Null: not read this time, which says nothing.</param>
    public void Observe(long? value, DateTimeOffset at)
    {
        if (value is null)
        {
            return;
        }

        if (value > Value)
        {
            Increase = value.Value - Value.Value;
            IncreasedAt = at;
        }

        Value = value;
    }
}
