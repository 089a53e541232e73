using Npgsql;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Telemetry;

[TestClass]
public sealed class TelemetrySqlTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Decode_InTheDatabase_ReadsWhatTheCodecWrote()
    {
        await using var database = await TestDatabase.CreateAsync(TestContext.CancellationToken);
        var minute = new GpuMinute();
        var random = new Random(20261123);
        for (var second = 0; second < GpuMinute.Seconds; second++)
        {
            minute.Set(second, 10, random.Next(30, 90));
            minute.Set(second, 14, 700_000);
            if (second % 7 != 3)
            {
                minute.Set(second, 12, random.Next(-5, 40));
            }
        }

        minute.Set(3, 15, long.MinValue);
        minute.Set(4, 15, long.MaxValue);
        minute.Set(5, 15, 0);

        await using var command = database.DataSource.CreateCommand("SELECT second, metric, value FROM telemetry_decode($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = BlockCodec.Encode(minute) });
        var read = new GpuMinute();
        await using var rows = await command.ExecuteReaderAsync(TestContext.CancellationToken);
        while (await rows.ReadAsync(TestContext.CancellationToken))
        {
            read.Set(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2));
        }

        CollectionAssert.AreEqual(BlockCodec.Encode(minute), BlockCodec.Encode(read));
    }
}
