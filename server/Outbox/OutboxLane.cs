using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Outbox;

/// <summary>Pays what the outbox owes of one topic, in the order in which it was owed.</summary>
internal sealed partial class OutboxLane(
    IOutboxHandler handler, OutboxDelivery delivery, ChangeFeed changes, DatabaseReady ready, TimeProvider time, ILogger<OutboxLane> logger)
    : EveryReplicaWorker(ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => [changes.Subscribe("outbox", wake)];

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        while (await delivery.DeliverNextAsync(handler, cancellationToken))
        {
            // Until nothing is due.
        }
    }

    protected override void Tell(Exception error) => Log.OutboxNotRead(logger, handler.Topic, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2303, Level = LogLevel.Warning, Message = "{Topic}: the outbox cannot be read, trying again: {Reason}")]
        public static partial void OutboxNotRead(ILogger logger, string topic, string reason);
    }
}
