using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Events;

/// <summary>Writes Events once, however often they are sent.</summary>
internal static class EventStore
{
    private const string Insert = """
        INSERT INTO events (host_id, spool_id, sequence, at, read_at, received_at, kind, gpu_uuid, code, count, source, text, origin, detail)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::text[],
            $8::text[], $9::integer[], $10::integer[], $11::text[], $12::text[], $13::text[], $14::jsonb[])
        """;

    private const string Once = Insert + " ON CONFLICT DO NOTHING RETURNING spool_id, sequence";

    // "at" stays that of the first.
    private const string Together = Insert + """
        
        ON CONFLICT (host_id, spool_id, sequence) DO UPDATE SET count = least(events.count::bigint + excluded.count, 2147483647),
            received_at = excluded.received_at, text = excluded.text, detail = excluded.detail
        """;

    /// <summary>Inside the current transaction of <paramref name="db"/>.</summary>
    /// <returns>Those that were not there before, in the order of their time.</returns>
    public static async Task<IReadOnlyList<StoredEvent>> InsertNewAsync(FleetDb db, IReadOnlyCollection<StoredEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }
        // The same message twice in one batch would be two rows of one INSERT, which conflict with nothing yet.
        var batch = events.DistinctBy(stored => (stored.SpoolId, stored.Sequence)).ToArray();
        await using var command = Command(db, Once, batch);
        var inserted = new HashSet<(string, long)>();
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                inserted.Add((rows.GetString(0), rows.GetInt64(1)));
            }
        }

        return [.. batch.Where(stored => inserted.Contains((stored.SpoolId, stored.Sequence))).OrderBy(stored => stored.At).ThenBy(stored => stored.Sequence)];
    }

    /// <summary>Adds each one's count to the row of its name, which is made where it is not there. Inside the current transaction.</summary>
    public static async Task AddToAsync(FleetDb db, IReadOnlyCollection<StoredEvent> folded, CancellationToken cancellationToken)
    {
        if (folded.Count > 0)
        {
            await using var command = Command(db, Together, [.. folded]);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static NpgsqlCommand Command(FleetDb db, string text, StoredEvent[] events)
    {
        var command = new NpgsqlCommand(text, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        AddColumns(command, events);
        return command;
    }

    private static void AddColumns(NpgsqlCommand command, StoredEvent[] batch)
    {
        Add(stored => stored.HostId);
        Add(stored => stored.SpoolId);
        Add(stored => stored.Sequence);
        Add(stored => stored.At.ToUniversalTime());
        Add(stored => stored.ReadAt?.ToUniversalTime());
        Add(stored => stored.ReceivedAt.ToUniversalTime());
        Add(stored => stored.Kind);
        Add(stored => stored.GpuUuid);
        Add(stored => stored.Code);
        Add(stored => stored.Count);
        Add(stored => stored.Source);
        Add(stored => stored.Text);
        Add(stored => stored.Origin);
        command.Parameters.Add(new() { Value = Array.ConvertAll(batch, stored => stored.Detail), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });

        void Add<T>(Converter<StoredEvent, T> column) => command.Parameters.Add(new() { Value = Array.ConvertAll(batch, column) });
    }
}
