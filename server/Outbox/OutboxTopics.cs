using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Outbox;

/// <summary>A worker for each topic, so that a receiver that is away delays its own topic only. Two handlers of one topic do not start.</summary>
internal sealed class OutboxTopics(
    IEnumerable<IOutboxHandler> handlers, OutboxQueue queue, OutboxDelivery delivery, ChangeFeed changes, DatabaseReady ready, TimeProvider time, ILogger<OutboxTopic> logger)
    : IHostedService, IDisposable
{
    private readonly List<OutboxTopic> topics =
        [.. new NameTable<IOutboxHandler>("outbox topic", handlers, handler => handler.Topic).All.Select(handler => new OutboxTopic(handler, queue, delivery, changes, ready, time, logger))];

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(topics.Select(topic => topic.StartAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(topics.Select(topic => topic.StopAsync(cancellationToken)));

    public void Dispose() => topics.ForEach(topic => topic.Dispose());
}
