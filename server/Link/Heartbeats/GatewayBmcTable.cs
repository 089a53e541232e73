using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using SovereignFleet.Server.Link.Observers;

namespace SovereignFleet.Server.Link.Heartbeats;

/// <summary>Writes what gateways told of BMCs, all that came since the last time in one statement.</summary>
internal static class GatewayBmcTable
{
    // A Host that was deleted meanwhile has no row. A failure leaves the last reading as it is.
    private const string Upsert = """
        INSERT INTO gateway_bmcs AS old (host_id, gateway_id, reading, read_at, asked_at, failure, failing_since)
        SELECT told.host_id, told.gateway_id, told.reading, CASE WHEN told.failure = '' THEN told.asked_at END, told.asked_at, told.failure,
            CASE WHEN told.failure <> '' THEN told.asked_at END
        FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::timestamptz[], $5::text[]) AS told (host_id, gateway_id, reading, asked_at, failure)
        JOIN hosts ON hosts.id = told.host_id
        ON CONFLICT (host_id) DO UPDATE SET gateway_id = excluded.gateway_id, reading = coalesce(excluded.reading, old.reading),
            read_at = coalesce(excluded.read_at, old.read_at), asked_at = excluded.asked_at, failure = excluded.failure,
            failing_since = CASE WHEN excluded.failure <> '' THEN coalesce(old.failing_since, excluded.failing_since) END
        WHERE old.asked_at < excluded.asked_at
        """;

    public static async Task WriteAsync(NpgsqlDataSource dataSource, IReadOnlyList<BmcWord> words, CancellationToken cancellationToken)
    {
        if (words.Count == 0)
        {
            return;
        }

        await using var command = dataSource.CreateCommand(Upsert);
        Add(NpgsqlDbType.Uuid, word => word.Host.Id);
        Add(NpgsqlDbType.Uuid, word => word.Gateway.Id);
        Add(NpgsqlDbType.Bytea, word => word.Reading?.ToByteArray());
        Add(NpgsqlDbType.TimestampTz, word => word.At);
        Add(NpgsqlDbType.Text, word => word.Failure);
        await command.ExecuteNonQueryAsync(cancellationToken);

        void Add<T>(NpgsqlDbType type, Func<BmcWord, T> column) =>
            command.Parameters.Add(new() { Value = words.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
