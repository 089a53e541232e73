using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Events;

/// <summary>Decides when a sensor's status is an Event. Failing and timing out are one state: nothing can be read.</summary>
internal static class SensorEvents
{
    public static Event? Change(SensorStatus? before, SensorStatus now, DateTimeOffset at) => (IsBroken(before), IsBroken(now)) switch
    {
        (false, true) => Make(EventKinds.SensorFailed, now, at, $"Sensor {now.Name} fails: {now.Reason}"),
        (true, false) => Make(EventKinds.SensorRecovered, now, at, $"Sensor {now.Name} reads again"),
        _ => null,
    };

    private static bool IsBroken(SensorStatus? status) =>
        status?.Outcome is SensorStatus.Types.Outcome.Failed or SensorStatus.Types.Outcome.TimedOut;

    private static Event Make(string kind, SensorStatus status, DateTimeOffset at, string text) => new()
    {
        At = Timestamp.FromDateTimeOffset(at),
        Kind = kind,
        Count = 1,
        Source = "agent",
        Text = text,
        Detail = { ["sensor"] = status.Name, ["outcome"] = status.Outcome.ToString(), ["reason"] = status.Reason },
    };
}
