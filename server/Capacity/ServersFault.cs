using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Server.Capacity;

/// <summary>Why a Host that is heard cannot serve: its own inference server does not answer its agent. Pure.</summary>
internal static class ServersFault
{
    /// <summary>Null: they answer, have not been silent for long, or none is known. One reading that failed is no fault.</summary>
    public static string? Of(HostHeartbeat? heartbeat, LivenessAt liveness)
    {
        if (heartbeat is not { UnreadSince: { } since, Frame: { } frame } || liveness.Now - since < liveness.Limits.Late)
        {
            return null;
        }

        var down = Frame.Parser.ParseFrom(frame).Inference.Where(server => !server.HasInFlight).Select(server => server.Name).ToList();
        return down.Count == 0 ? null : $"inference server {string.Join(", ", down)} has not answered for {(int)(liveness.Now - since).TotalSeconds} s";
    }
}
