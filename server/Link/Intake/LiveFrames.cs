using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Observers;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>What a Frame of now means: the Host's heartbeat, the BMCs that it is gateway of, and whatever observers make of it.</summary>
internal sealed class LiveFrames(HeartbeatBoard heartbeats, GatewayReadings gateway, IEnumerable<IHostObserver> observers)
{
    private readonly IHostObserver[] observers = [.. observers];

    /// <param name="before">The Host's heartbeat before this Frame; null: its stream's first.</param>
    /// <param name="skew">How far the Host's clock is ahead of ours.</param>
    /// <returns>The Host's heartbeat now.</returns>
    public async Task<Heartbeat> TakeAsync(
        HostIdentity host, Frame frame, Heartbeat? before, DateTimeOffset receivedAt, TimeSpan skew, CancellationToken cancellationToken)
    {
        var heartbeat = Heartbeat.Next(before, host.Id, frame, receivedAt, skew);
        heartbeats.Put(heartbeat);
        await gateway.TakeAsync(host, frame, receivedAt, cancellationToken);
        foreach (var observer in observers)
        {
            await observer.OnFrameAsync(host, frame, receivedAt, cancellationToken);
        }

        return heartbeat;
    }
}
