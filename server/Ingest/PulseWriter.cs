using Npgsql;
using NpgsqlTypes;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Ingest.Gateway;

namespace SovereignFleet.Server.Ingest;

/// <summary>Writes the pulses once a second, all Hosts of this replica in one statement.</summary>
internal sealed partial class PulseWriter(PulseBoard board, NpgsqlDataSource dataSource, DatabaseReady ready, TimeProvider time, ILogger<PulseWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A Host whose agent moved to another replica has the newer pulse there.
    private const string Upsert = """
        INSERT INTO host_pulses AS old (host_id, heard_at, frame, bmc, bmc_at, in_flight, queued, quiet_readings, quiet_since, clock_skew)
        SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::bytea[], $4::bytea[], $5::timestamptz[], $6::double precision[],
            $7::double precision[], $8::integer[], $9::timestamptz[], $10::interval[])
        ON CONFLICT (host_id) DO UPDATE SET heard_at = excluded.heard_at, frame = excluded.frame,
            bmc = coalesce(excluded.bmc, old.bmc), bmc_at = coalesce(excluded.bmc_at, old.bmc_at), in_flight = excluded.in_flight, queued = excluded.queued,
            quiet_readings = excluded.quiet_readings, quiet_since = excluded.quiet_since, clock_skew = excluded.clock_skew
        WHERE old.heard_at < excluded.heard_at
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        string? lastError = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var pulses = board.Take();
            try
            {
                await WriteAsync(pulses, stoppingToken);
                await GatewayBmcTable.WriteAsync(dataSource, board.TakeBmcs(), stoppingToken);
                lastError = null;
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                board.PutBack(pulses);
                if (error.Message != lastError)
                    Log.Failed(logger, lastError = error.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public async Task WriteAsync(IReadOnlyList<Pulse> pulses, CancellationToken cancellationToken)
    {
        if (pulses.Count == 0)
            return;
        await using var command = dataSource.CreateCommand(Upsert);
        Add(NpgsqlDbType.Uuid, pulse => pulse.HostId);
        Add(NpgsqlDbType.TimestampTz, pulse => pulse.HeardAt);
        Add(NpgsqlDbType.Bytea, pulse => pulse.Frame);
        Add(NpgsqlDbType.Bytea, pulse => pulse.Bmc);
        Add(NpgsqlDbType.TimestampTz, pulse => pulse.BmcAt);
        Add(NpgsqlDbType.Double, pulse => pulse.Quiet.InFlight);
        Add(NpgsqlDbType.Double, pulse => pulse.Quiet.Queued);
        Add(NpgsqlDbType.Integer, pulse => pulse.Quiet.Readings);
        Add(NpgsqlDbType.TimestampTz, pulse => pulse.Quiet.Since);
        Add(NpgsqlDbType.Interval, pulse => pulse.ClockSkew);
        await command.ExecuteNonQueryAsync(cancellationToken);

        void Add<T>(NpgsqlDbType type, Func<Pulse, T> column) =>
            command.Parameters.Add(new() { Value = pulses.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The pulses could not be written and are tried again: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
