using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;

namespace SovereignFleet.Server.Telemetry.Storage;

/// <summary>The days of the block table: made when they are needed, dropped when they are past the retention.</summary>
internal sealed class Partitions(NpgsqlDataSource dataSource, IOptions<TelemetryOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<DateOnly, bool> made = new();

    private DateOnly Oldest => DateOnly.FromDateTime((time.GetUtcNow() - options.Value.Retention).UtcDateTime);

    public bool Keeps(DateTimeOffset minute) => DateOnly.FromDateTime(minute.UtcDateTime) >= Oldest;

    public async Task EnsureAsync(IEnumerable<DateTimeOffset> minutes, CancellationToken cancellationToken)
    {
        foreach (var day in minutes.Select(minute => DateOnly.FromDateTime(minute.UtcDateTime)).Distinct().Where(day => !made.ContainsKey(day)).ToArray())
        {
            await CallAsync("SELECT telemetry_make_day($1)", day, cancellationToken);
            made[day] = true;
        }
    }

    /// <returns>How many days were dropped.</returns>
    public async Task<int> DropOldAsync(CancellationToken cancellationToken)
    {
        var oldest = Oldest;
        foreach (var day in made.Keys.Where(day => day < oldest))
        {
            made.TryRemove(day, out _);
        }

        return (int)(await CallAsync("SELECT telemetry_drop_before($1)", oldest, cancellationToken))!;
    }

    private async Task<object?> CallAsync(string sql, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = day });
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
