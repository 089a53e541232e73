using Npgsql;

namespace SovereignFleet.Server.Service.Loop;

/// <summary>Hands out due Drains, each to one worker at a time, over all replicas.</summary>
internal sealed class DrainClaims(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>Longer than any step with its effect (HAProxy: 3 commands of at most 2 s), and as long as a killed worker's Drain waits.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private const string Claim = """
        UPDATE drains SET epoch = epoch + 1, lease_until = @until
        WHERE id IN (
            SELECT id FROM drains
            WHERE state NOT IN ('Closed', 'Cancelled', 'Failed') AND wake_at <= @now
              AND (lease_until IS NULL OR lease_until <= @now)
            ORDER BY wake_at FOR UPDATE SKIP LOCKED LIMIT @limit)
        RETURNING id, epoch
        """;

    private const string Next = "SELECT min(greatest(wake_at, lease_until)) FROM drains WHERE state NOT IN ('Closed', 'Cancelled', 'Failed')";

    /// <returns>When the next one is due, or the lease of who has it ends. Null: there is no live Drain.</returns>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Next);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at) : null;
    }

    public async Task<IReadOnlyList<DrainClaim>> TakeDueAsync(int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = dataSource.CreateCommand(Claim);
        command.Parameters.AddWithValue("until", now + Lease);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("limit", limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claims = new List<DrainClaim>();
        while (await reader.ReadAsync(cancellationToken))
        {
            claims.Add(new DrainClaim(reader.GetGuid(0), reader.GetInt32(1)));
        }

        return claims;
    }
}
