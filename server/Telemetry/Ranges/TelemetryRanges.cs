using System.Numerics;
using Npgsql;
using SovereignFleet.Proto.Metrics;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Telemetry.Ranges;

/// <summary>Ranges out.</summary>
internal sealed class TelemetryRanges(NpgsqlDataSource dataSource)
{
    private const string Query = """
        SELECT minute, body FROM gpu_minutes
        WHERE gpu_uuid = $1 AND host_id = $4 AND minute > $2 - interval '1 minute' AND minute < $3
        """;

    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive, after <paramref name="from"/>.</param>
    /// <param name="unstored">What is read already and stored later: it is laid over what is stored.</param>
    /// <exception cref="InvalidDataException">A stored block is damaged.</exception>
    public async Task<IReadOnlyList<SeriesPoint>> ReadAsync(
        HostGpu gpu, Metric metric, DateTimeOffset from, DateTimeOffset to, int maxPoints, IReadOnlyCollection<GpuBlock> unstored, CancellationToken cancellationToken)
    {
        var series = new Downsampler(from, to, maxPoints);
        var open = unstored.ToLookup(block => block.Minute, block => block.Content);
        var overlaid = new HashSet<DateTimeOffset>();
        await using var command = dataSource.CreateCommand(Query);
        command.Parameters.Add(new() { Value = gpu.GpuUuid });
        command.Parameters.Add(new() { Value = from.ToUniversalTime() });
        command.Parameters.Add(new() { Value = to.ToUniversalTime() });
        command.Parameters.Add(new() { Value = gpu.HostId });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var start = rows.GetFieldValue<DateTimeOffset>(0);
            var minute = BlockCodec.Decode(rows.GetFieldValue<byte[]>(1));
            if (overlaid.Add(start))
            {
                Overlay(minute, open[start]);
            }

            AddMinute(series, start, minute, metric.Id);
        }

        foreach (var rest in open.Where(group => !overlaid.Contains(group.Key)))
        {
            var minute = new GpuMinute();
            Overlay(minute, rest);
            AddMinute(series, rest.Key, minute, metric.Id);
        }

        return series.Points();
    }

    // A second that is in both counts once.
    private static void Overlay(GpuMinute minute, IEnumerable<GpuMinute> newer)
    {
        foreach (var other in newer)
        {
            minute.Merge(other);
        }
    }

    private static void AddMinute(Downsampler series, DateTimeOffset start, GpuMinute minute, int metricId)
    {
        for (var rest = minute.Known(metricId); rest != 0; rest &= rest - 1)
        {
            var second = BitOperations.TrailingZeroCount(rest);
            series.Add(start.ToUnixTimeSeconds() + second, minute.Get(second, metricId)!.Value);
        }
    }
}
