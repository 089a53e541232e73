using Npgsql;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Tests.Support;

/// <summary>Which seconds of a database with one Host are stored.</summary>
internal static class StoredFrames
{
    /// <summary>In their order, each once.</summary>
    public static async Task<List<DateTimeOffset>> SecondsAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select minute, body from gpu_minutes order by minute");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var seconds = new SortedSet<DateTimeOffset>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var minute = rows.GetFieldValue<DateTimeOffset>(0);
            var read = BlockCodec.Decode(rows.GetFieldValue<byte[]>(1)).Read;
            seconds.UnionWith(Enumerable.Range(0, GpuMinute.Seconds).Where(second => (read >> second & 1) == 1).Select(second => minute.AddSeconds(second)));
        }

        return [.. seconds];
    }
}
