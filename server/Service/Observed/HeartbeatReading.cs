namespace SovereignFleet.Server.Service.Observed;

/// <summary>The last reading of a Host's inference servers, or its absence.</summary>
internal sealed record HeartbeatReading(
    DateTimeOffset? HeardAt, double? InFlight, double? Queued, int QuietReadings, DateTimeOffset? QuietSince)
{
    public static readonly HeartbeatReading Never = new(null, null, null, 0, null);
}
