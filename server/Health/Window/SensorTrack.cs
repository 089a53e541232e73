using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Health.Window;

/// <summary>How one sensor of an agent fares.</summary>
/// <param name="FailingSince">Null: it does not fail.</param>
internal sealed record SensorTrack(SensorStatus.Types.Outcome Outcome, string Reason, DateTimeOffset? FailingSince)
{
    public static SensorTrack Next(SensorTrack? before, SensorStatus status, DateTimeOffset at)
    {
        var fails = status.Outcome is SensorStatus.Types.Outcome.Failed or SensorStatus.Types.Outcome.TimedOut;
        return new SensorTrack(status.Outcome, status.Reason, fails ? before?.FailingSince ?? at : null);
    }
}
