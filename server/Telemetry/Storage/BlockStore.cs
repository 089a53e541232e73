using Npgsql;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Telemetry.Storage;

/// <summary>Blocks in. Storing the same seconds again changes nothing, so an agent may resend what it was not told is safe.</summary>
internal sealed partial class BlockStore(NpgsqlDataSource dataSource, Partitions partitions, ILogger<BlockStore> logger)
{
    private const string Insert = """
        INSERT INTO gpu_minutes (host_id, gpu_uuid, minute, body)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bytea[])
        ON CONFLICT DO NOTHING
        RETURNING host_id, gpu_uuid, minute
        """;

    private const string Lock = "SELECT body FROM gpu_minutes WHERE host_id = $1 AND gpu_uuid = $2 AND minute = $3 FOR UPDATE";
    private const string Update = "UPDATE gpu_minutes SET body = $4 WHERE host_id = $1 AND gpu_uuid = $2 AND minute = $3";

    /// <summary>Blocks older than the retention are dropped: they would be deleted at once.</summary>
    /// <param name="blocks">Each (Host, GPU, minute) at most once.</param>
    public async Task StoreAsync(IReadOnlyCollection<GpuBlock> blocks, CancellationToken cancellationToken)
    {
        // One order for all writers: two that hold the same keys wait for each other and never cross.
        var kept = blocks.Where(block => partitions.Keeps(block.Minute))
            .OrderBy(block => block.Minute).ThenBy(block => block.HostId).ThenBy(block => block.GpuUuid, StringComparer.Ordinal).ToArray();
        if (kept.Length < blocks.Count)
        {
            Log.BlocksTooOld(logger, blocks.Count - kept.Length);
        }

        if (kept.Length == 0)
        {
            return;
        }

        await partitions.EnsureAsync(kept.Select(block => block.Minute), cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var inserted = await InsertAsync(connection, kept, cancellationToken);
        foreach (var block in kept.Where(block => !inserted.Contains((block.HostId, block.GpuUuid, block.Minute))))
        {
            await MergeAsync(connection, block, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<HashSet<(Guid, string, DateTimeOffset)>> InsertAsync(NpgsqlConnection connection, GpuBlock[] blocks, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        command.Parameters.Add(new() { Value = Array.ConvertAll(blocks, block => block.HostId) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(blocks, block => block.GpuUuid) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(blocks, block => block.Minute) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(blocks, block => BlockCodec.Encode(block.Content)) });
        var inserted = new HashSet<(Guid, string, DateTimeOffset)>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            inserted.Add((rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2)));
        }

        return inserted;
    }

    private async Task MergeAsync(NpgsqlConnection connection, GpuBlock block, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(Lock, connection);
        AddKey(select, block);
        var stored = (byte[]?)await select.ExecuteScalarAsync(cancellationToken);
        var merged = Readable(stored, block) ?? new GpuMinute();
        merged.Merge(block.Content);
        await using var update = new NpgsqlCommand(Update, connection);
        AddKey(update, block);
        update.Parameters.Add(new() { Value = BlockCodec.Encode(merged) });
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddKey(NpgsqlCommand command, GpuBlock block)
    {
        command.Parameters.Add(new() { Value = block.HostId });
        command.Parameters.Add(new() { Value = block.GpuUuid });
        command.Parameters.Add(new() { Value = block.Minute });
    }

    // A damaged block must not hold up everything that comes after it: the new seconds replace it, and the log keeps its bytes.
    private GpuMinute? Readable(byte[]? stored, GpuBlock block)
    {
        try
        {
            return stored is null ? null : BlockCodec.Decode(stored);
        }
        catch (InvalidDataException error)
        {
            Log.BlockDamaged(logger, block.GpuUuid, block.Minute, error.Message, Convert.ToHexString(stored!));
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2601, Level = LogLevel.Warning, Message = "{Count} telemetry blocks are older than the retention and were not stored")]
        public static partial void BlocksTooOld(ILogger logger, int count);

        [LoggerMessage(EventId = 2602, Level = LogLevel.Error, Message = "The stored block of {GpuUuid} at {Minute} cannot be read and is replaced: {Reason} It was {Bytes}")]
        public static partial void BlockDamaged(ILogger logger, string gpuUuid, DateTimeOffset minute, string reason, string bytes);
    }
}
