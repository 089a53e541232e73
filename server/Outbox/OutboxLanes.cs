using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Outbox;

/// <summary>A worker for each topic, so that a receiver that is away delays its own topic only. Two handlers of one topic do not start.</summary>
internal sealed class OutboxLanes(
    IEnumerable<IOutboxHandler> handlers, OutboxDelivery delivery, ChangeFeed changes, DatabaseReady ready, TimeProvider time, ILogger<OutboxLane> logger)
    : IHostedService, IDisposable
{
    private readonly List<OutboxLane> lanes =
        [.. new NameTable<IOutboxHandler>("outbox topic", handlers, handler => handler.Topic).All.Select(handler => new OutboxLane(handler, delivery, changes, ready, time, logger))];

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(lanes.Select(lane => lane.StartAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(lanes.Select(lane => lane.StopAsync(cancellationToken)));

    public void Dispose() => lanes.ForEach(lane => lane.Dispose());
}
