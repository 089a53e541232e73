using System.Numerics;
using Npgsql;

namespace SovereignFleet.Server.Telemetry;

/// <summary>Ranges out.</summary>
internal sealed class TelemetryRanges(NpgsqlDataSource dataSource)
{
    private const string Query = """
        SELECT minute, body FROM gpu_minutes
        WHERE gpu_uuid = $1 AND minute > $2 - interval '1 minute' AND minute < $3
        """;

    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive, after <paramref name="from"/>.</param>
    /// <exception cref="InvalidDataException">A stored block is damaged.</exception>
    public async Task<IReadOnlyList<SeriesPoint>> ReadAsync(string gpuUuid, Metric metric, DateTimeOffset from, DateTimeOffset to, int maxPoints, CancellationToken cancellationToken)
    {
        var series = new Downsampler(from, to, maxPoints);
        await using var command = dataSource.CreateCommand(Query);
        command.Parameters.Add(new() { Value = gpuUuid });
        command.Parameters.Add(new() { Value = from.ToUniversalTime() });
        command.Parameters.Add(new() { Value = to.ToUniversalTime() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            AddMinute(series, rows.GetFieldValue<DateTimeOffset>(0).ToUnixTimeSeconds(), BlockCodec.Decode(rows.GetFieldValue<byte[]>(1)), metric.Id);
        return series.Points();
    }

    private static void AddMinute(Downsampler series, long start, GpuMinute minute, int metricId)
    {
        for (var rest = minute.Known(metricId); rest != 0; rest &= rest - 1)
        {
            var second = BitOperations.TrailingZeroCount(rest);
            series.Add(start + second, minute.Get(second, metricId)!.Value);
        }
    }
}
