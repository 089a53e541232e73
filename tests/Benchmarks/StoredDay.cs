using Npgsql;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Benchmarks;

/// <summary>What of the day is in the server's database, second by second and value by value.</summary>
internal static class StoredDay
{
    private const string Blocks = "select minute, body from gpu_minutes where gpu_uuid = $1";
    private const string Texts = "select count(distinct text) from events where source = $1";

    /// <summary>Frames of which any GPU's second is missing or another.</summary>
    public static async Task<int> LostFramesAsync(CutOffDay day, IReadOnlyList<string> uuids, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var sound = new int[CutOffDay.Seconds];
        for (var gpu = 0; gpu < uuids.Count; gpu++)
        {
            await using var command = database.CreateCommand(Blocks);
            command.Parameters.Add(new() { Value = uuids[gpu] });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                Count(day, gpu, row.GetFieldValue<DateTimeOffset>(0), BlockCodec.Decode(row.GetFieldValue<byte[]>(1)), sound);
            }
        }

        return sound.Count(gpus => gpus != uuids.Count);
    }

    public static async Task<long> LostEventsAsync(CutOffDay day, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Texts);
        command.Parameters.Add(new() { Value = CutOffDay.Source });
        return day.Events - (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void Count(CutOffDay day, int gpu, DateTimeOffset minute, GpuMinute content, int[] sound)
    {
        var first = (int)(minute - day.Begin).TotalSeconds;
        for (var second = 0; second < GpuMinute.Seconds; second++)
        {
            var place = first + second;
            if (place is >= 0 and < CutOffDay.Seconds && content.Get(second, GpuReading.EnergyMjFieldNumber) == day.Energy[place, gpu])
            {
                sound[place]++;
            }
        }
    }
}
