using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Server.Service.Observed;

/// <summary>The last reading of a Host's inference servers, or its absence.</summary>
internal sealed record HeartbeatReading(
    DateTimeOffset? HeardAt, double? InFlight, double? Queued, int QuietReadings, DateTimeOffset? QuietSince)
{
    public static readonly HeartbeatReading Never = new(null, null, null, 0, null);

    /// <summary>Of its inference servers those that run requests and made no token for a while.</summary>
    public IReadOnlyList<StalledServer> Stalled { get; init; } = [];

    public static HeartbeatReading Of(HostHeartbeat? heartbeat) => heartbeat is null
        ? Never
        : new HeartbeatReading(heartbeat.HeardAt, heartbeat.InFlight, heartbeat.Queued, heartbeat.QuietReadings, heartbeat.QuietSince)
        {
            Stalled = heartbeat.InFlight > 0 && heartbeat.Frame is { } frame ? Read(Frame.Parser.ParseFrom(frame)) : [],
        };

    private static List<StalledServer> Read(Frame frame) =>
        [.. from server in frame.Inference
            where server is { HasStalledSeconds: true, InFlight: > 0, StalledSeconds: > 0 and < 1e9 }
            select new StalledServer(server.Name, server.InFlight, TimeSpan.FromSeconds(server.StalledSeconds))];
}

/// <summary>An inference server that runs requests and neither makes a token nor ends one.</summary>
/// <param name="For">For how long, as its agent watched it.</param>
internal sealed record StalledServer(string Name, double InFlight, TimeSpan For);
