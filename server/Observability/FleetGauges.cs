using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Observability;

/// <summary>The gauges on /metrics, counted every few seconds by one query. While the database is away those that it counts are absent: an old number
/// would look like a good one.</summary>
internal sealed partial class FleetGauges : EveryReplicaWorker
{
    private readonly IDbContextFactory<FleetDb> contexts;
    private readonly ILogger<FleetGauges> logger;
    private volatile FleetCounts? counts;

    public FleetGauges(
        LiveStreams streams, IDbContextFactory<FleetDb> contexts, DatabaseReady ready, IMeterFactory meters, TimeProvider time, ILogger<FleetGauges> logger)
        : base(ready, time)
    {
        (this.contexts, this.logger) = (contexts, logger);
        var meter = meters.Create("SovereignFleet.Api");
        meter.CreateObservableGauge("sovereignfleet.agents.connected", () => streams.All.Count, description: "Agents whose stream this replica holds.");
        Gauge(meter, "sovereignfleet.outbox.owed", null, now => now.Owed, "Alerts and tickets that are not delivered yet.");
        Gauge(meter, "sovereignfleet.outbox.oldest_age", "s", now => now.OldestOwed.TotalSeconds, "How long the oldest of them has waited.");
        Gauge(meter, "sovereignfleet.conditions.firing", null, now => now.ConditionsFiring, "Conditions that are firing.");
        Gauge(meter, "sovereignfleet.drains.live", null, now => now.DrainsLive, "Drains that are not over.");
    }

    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    public async Task CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            counts = await ReadAsync(cancellationToken);
        }
        catch
        {
            counts = null;
            throw;
        }
    }

    protected override Task RoundAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.GaugesNotCounted(logger, error.Message);

    private async Task<FleetCounts> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var read = await db.Database.SqlQuery<Row>(
            $"""
            SELECT
                (SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND rejected_at IS NULL) AS "Owed",
                (SELECT min(created_at) FROM outbox WHERE delivered_at IS NULL AND rejected_at IS NULL) AS "Oldest",
                (SELECT count(*) FROM conditions WHERE state = 'Firing') AS "Firing",
                (SELECT count(*) FROM drains WHERE state NOT IN ('Closed', 'Cancelled', 'Failed')) AS "Live"
            """).SingleAsync(cancellationToken);
        return new FleetCounts(read.Owed, read.Oldest is { } oldest ? Time.GetUtcNow() - oldest : TimeSpan.Zero, read.Firing, read.Live);
    }

    private void Gauge(Meter meter, string name, string? unit, Func<FleetCounts, double> read, string description) =>
        meter.CreateObservableGauge(
            name, () => counts is { } now ? [new Measurement<double>(read(now))] : Array.Empty<Measurement<double>>(), unit, description);

    private sealed record Row(long Owed, DateTimeOffset? Oldest, long Firing, long Live);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3403, Level = LogLevel.Warning, Message = "The gauges are absent until they can be counted: {Reason}")]
        public static partial void GaugesNotCounted(ILogger logger, string reason);
    }
}
