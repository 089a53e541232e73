using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Outbox;

/// <summary>The outbox as a queue that many workers share. A claim is a lease: it moves the message's NotBefore on, so that the
/// message of a worker that was killed comes up again by itself.</summary>
internal sealed class OutboxQueue(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    /// <summary>Longer than any delivery may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <returns>The lanes of the topic in which a message is owed, and when the next is due; the longest waiting first.</returns>
    public async Task<IReadOnlyList<(string Lane, DateTimeOffset DueAt)>> LanesAsync(string topic, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lanes = await db.OutboxMessages
            .Where(message => message.Topic == topic && message.DeliveredAt == null && message.RejectedAt == null)
            .GroupBy(message => message.Lane).Select(lane => new { lane.Key, DueAt = lane.Min(message => message.NotBefore) }).OrderBy(lane => lane.DueAt)
            .ToListAsync(cancellationToken);
        return lanes.ConvertAll(lane => (lane.Key, lane.DueAt));
    }

    /// <returns>The oldest message of the lane that is due and nobody else holds; null: none.</returns>
    public async Task<OutboxMessage?> ClaimAsync(string topic, string lane, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var claimed = await db.OutboxMessages.FromSql(
            $"""
            UPDATE outbox SET not_before = {now + Lease}, attempts = attempts + 1
            WHERE id = (
                SELECT id FROM outbox
                WHERE topic = {topic} AND lane = {lane} AND delivered_at IS NULL AND rejected_at IS NULL AND not_before <= {now}
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken);
        return claimed.SingleOrDefault();
    }

    public async Task RecordAsync(OutboxMessage message, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = db.OutboxMessages.Where(owed => owed.Id == message.Id);
        _ = outcome switch
        {
            DeliveryOutcome.Delivered => await row.ExecuteUpdateAsync(
                set => set.SetProperty(owed => owed.DeliveredAt, now).SetProperty(owed => owed.LastError, (string?)null), cancellationToken),
            DeliveryOutcome.Rejected rejected => await row.ExecuteUpdateAsync(
                set => set.SetProperty(owed => owed.RejectedAt, now).SetProperty(owed => owed.LastError, rejected.Reason), cancellationToken),
            DeliveryOutcome.RetryLater retry => await row.ExecuteUpdateAsync(
                set => set.SetProperty(owed => owed.NotBefore, now + (retry.After ?? OutboxBackOff.After(message.Attempts, Random.Shared.NextDouble())))
                    .SetProperty(owed => owed.LastError, retry.Reason), cancellationToken),
            _ => throw new InvalidOperationException($"No record of {outcome}."),
        };
    }
}
