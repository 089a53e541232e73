using Npgsql;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>Joins what was played, what the server stored and what the pager received.</summary>
internal static class FaultJourneys
{
    private const string Stored = """
        select event.gpu_uuid, event.read_at, event.received_at, condition.fired_at
        from events event
        join conditions condition on condition.gpu_uuid = event.gpu_uuid and condition.code = 'xid-' || event.code
        where event.kind = 'xid'
        """;

    public static async Task<List<FaultJourney>> ReadAsync(
        IEnumerable<PlayedFault> faults,
        IReadOnlyList<ReceivedAlert> alerts,
        NpgsqlDataSource database,
        CancellationToken cancellationToken)
    {
        var stored = await ReadStoredAsync(database, cancellationToken);
        DateTimeOffset FirstAt(string sender, string gpu) => alerts
            .Where(alert => alert.Sender == sender && alert.Labels.GetValueOrDefault("UUID") == gpu)
            .Min(alert => alert.At);
        return [.. faults.Select(fault =>
        {
            var (read, received, fired) = stored[fault.GpuUuid];
            var webhook = FirstAt("webhook", fault.GpuUuid);
            return new FaultJourney
            {
                ToWebhook = (webhook - fault.At).TotalSeconds,
                ToAlertmanager = (FirstAt("alertmanager", fault.GpuUuid) - fault.At).TotalSeconds,
                Sensor = (read - fault.At).TotalSeconds,
                Stream = (received - read).TotalSeconds,
                Rule = (fired - received).TotalSeconds,
                Outbox = (webhook - fired).TotalSeconds,
            };
        })];
    }

    private static async Task<Dictionary<string, (DateTimeOffset Read, DateTimeOffset Received, DateTimeOffset Fired)>> ReadStoredAsync(
        NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, (DateTimeOffset, DateTimeOffset, DateTimeOffset)>();
        await using var command = database.CreateCommand(Stored);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            stored[row.GetString(0)] = (
                row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3));
        }

        return stored;
    }
}
