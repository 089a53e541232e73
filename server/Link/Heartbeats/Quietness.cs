using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Link.Heartbeats;

/// <summary>What a Host's inference servers said last: the ground on which a Drain calls a Host empty.</summary>
/// <param name="InFlight">Null: unknown, which is never zero.</param>
/// <param name="Readings">How many readings in a row said that nothing is in flight and nothing waits.</param>
internal sealed record Quietness(double? InFlight, double? Queued, int Readings, DateTimeOffset? Since)
{
    public static readonly Quietness Unknown = new(null, null, 0, null);

    public Quietness Next(IReadOnlyCollection<InferenceReading> readings, DateTimeOffset receivedAt)
    {
        // One server that cannot be read makes the whole Host unknown.
        if (readings.Count == 0 || readings.Any(reading => !reading.HasInFlight || !reading.HasQueued || reading.Error.Length > 0))
        {
            return Unknown;
        }

        var inFlight = readings.Sum(reading => reading.InFlight);
        var queued = readings.Sum(reading => reading.Queued);
        // Each by itself: a server that counts below nothing hides no other's requests.
        return readings.All(reading => reading is { InFlight: 0, Queued: 0 })
            ? new Quietness(0, 0, Readings + 1, Since ?? receivedAt)
            : new Quietness(inFlight, queued, 0, null);
    }
}
