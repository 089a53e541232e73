using Npgsql;
using NpgsqlTypes;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;

namespace SovereignFleet.Server.Link.Heartbeats;

/// <summary>Writes the heartbeats once a second, all Hosts of this replica in one statement.</summary>
internal sealed partial class HeartbeatWriter(
    HeartbeatBoard board, Hearing hearing, NpgsqlDataSource dataSource, DatabaseReady ready, TimeProvider time, ILogger<HeartbeatWriter> logger)
    : EveryReplicaWorker(ready, time)
{
    // A Host whose agent moved to another replica has the newer heartbeat there.
    private const string Upsert = """
        INSERT INTO host_heartbeats AS old (host_id, heard_at, frame, bmc, bmc_at, in_flight, queued, quiet_readings, quiet_since, clock_skew, unread_since)
        SELECT told.*, CASE WHEN told.in_flight IS NULL THEN told.heard_at END FROM unnest($1::uuid[], $2::timestamptz[], $3::bytea[], $4::bytea[], $5::timestamptz[], $6::double precision[],
            $7::double precision[], $8::integer[], $9::timestamptz[], $10::interval[])
            AS told (host_id, heard_at, frame, bmc, bmc_at, in_flight, queued, quiet_readings, quiet_since, clock_skew)
        ON CONFLICT (host_id) DO UPDATE SET heard_at = excluded.heard_at, frame = excluded.frame,
            bmc = coalesce(excluded.bmc, old.bmc), bmc_at = coalesce(excluded.bmc_at, old.bmc_at), in_flight = excluded.in_flight, queued = excluded.queued,
            quiet_readings = excluded.quiet_readings, quiet_since = excluded.quiet_since, clock_skew = excluded.clock_skew,
            unread_since = CASE WHEN excluded.in_flight IS NULL THEN coalesce(old.unread_since, excluded.unread_since) END
        WHERE old.heard_at < excluded.heard_at
        """;

    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var heartbeats = board.Take();
        try
        {
            await WriteAsync(heartbeats, cancellationToken);
            hearing.Heard(Time.GetUtcNow());
            await GatewayBmcTable.WriteAsync(dataSource, board.TakeBmcs(), cancellationToken);
        }
        catch
        {
            board.PutBack(heartbeats);
            throw;
        }
    }

    protected override void Tell(Exception error) => Log.HeartbeatsNotWritten(logger, error.Message);

    public async Task WriteAsync(IReadOnlyList<Heartbeat> heartbeats, CancellationToken cancellationToken)
    {
        if (heartbeats.Count == 0)
        {
            // Whether they could be written is asked all the same: the silence of Hosts whose streams others hold is judged here too.
            await using var asked = dataSource.CreateCommand("SELECT 1");
            await asked.ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        await using var command = dataSource.CreateCommand(Upsert);
        Add(NpgsqlDbType.Uuid, heartbeat => heartbeat.HostId);
        Add(NpgsqlDbType.TimestampTz, heartbeat => heartbeat.HeardAt);
        Add(NpgsqlDbType.Bytea, heartbeat => heartbeat.Frame);
        Add(NpgsqlDbType.Bytea, heartbeat => heartbeat.Bmc);
        Add(NpgsqlDbType.TimestampTz, heartbeat => heartbeat.BmcAt);
        Add(NpgsqlDbType.Double, heartbeat => heartbeat.Quiet.InFlight);
        Add(NpgsqlDbType.Double, heartbeat => heartbeat.Quiet.Queued);
        Add(NpgsqlDbType.Integer, heartbeat => heartbeat.Quiet.Readings);
        Add(NpgsqlDbType.TimestampTz, heartbeat => heartbeat.Quiet.Since);
        Add(NpgsqlDbType.Interval, heartbeat => heartbeat.ClockSkew);
        await command.ExecuteNonQueryAsync(cancellationToken);

        void Add<T>(NpgsqlDbType type, Func<Heartbeat, T> column) =>
            command.Parameters.Add(new() { Value = heartbeats.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2705, Level = LogLevel.Warning, Message = "The heartbeats could not be written and are tried again: {Reason}")]
        public static partial void HeartbeatsNotWritten(ILogger logger, string reason);
    }
}
