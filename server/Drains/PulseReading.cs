using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Drains.Targets;

namespace SovereignFleet.Server.Drains;

/// <summary>The last reading of a Host's inference servers, or its absence.</summary>
internal sealed record PulseReading(
    DateTimeOffset? HeardAt, double? InFlight, double? Queued, int QuietReadings, DateTimeOffset? QuietSince)
{
    public static readonly PulseReading Never = new(null, null, null, 0, null);
}
