using Npgsql;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Tests.Support;

/// <summary>Holds Drains at the worst instant of a state: the effect is done, the transaction that would leave the state waits.
/// Made of a trigger in the server's database and an advisory lock per state, so that the server knows nothing of it.</summary>
internal sealed class DrainGate : IAsyncDisposable
{
    private const int LockClass = 4711;
    private readonly NpgsqlConnection connection;

    private DrainGate(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Closed for every one of the states.</summary>
    public static async Task<DrainGate> CloseAsync(
        Stage stage, NpgsqlDataSource database, IEnumerable<DrainState> states, CancellationToken cancellationToken)
    {
        var gate = stage.Own(new DrainGate(await database.OpenConnectionAsync(cancellationToken)));
        var numbers = string.Join(' ', Enum.GetValues<DrainState>().Select(state => $"when '{state}' then {(int)state}"));
        await gate.ExecuteAsync(
            $"""
            create or replace function scene_gate() returns trigger language plpgsql as $$
            begin
                perform pg_advisory_xact_lock_shared({LockClass}, case old.state {numbers} end);
                return new;
            end $$;
            create or replace trigger scene_gate before update on drains for each row
                when (old.state is distinct from new.state) execute function scene_gate();
            """,
            cancellationToken);
        foreach (var state in states)
        {
            await gate.ExecuteAsync($"select pg_advisory_lock({LockClass}, {(int)state})", cancellationToken);
        }

        return gate;
    }

    /// <summary>Returns when a transaction waits to leave the state.</summary>
    public Task HeldAsync(DrainState state, CancellationToken cancellationToken) =>
        Until.Async(
            $"the server wants to leave {state}",
            cancellation => CountAsync($"select count(*) from ({Waiting(state)}) waiting", cancellation),
            count => count > 0,
            cancellationToken);

    /// <summary>Ends the transactions that a killed server left waiting, as its closed connections do in the end, and opens.</summary>
    public async Task OpenAsync(DrainState state, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"select pg_terminate_backend(pid) from ({Waiting(state)}) waiting", cancellationToken);
        await Until.Async(
            "the waiting transactions are gone",
            cancellation => CountAsync($"select count(*) from ({Waiting(state)}) waiting", cancellation),
            count => count == 0,
            cancellationToken);
        await ExecuteAsync($"select pg_advisory_unlock({LockClass}, {(int)state})", cancellationToken);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Waiting(DrainState state) =>
        $"select pid from pg_locks where locktype = 'advisory' and classid = {LockClass} and objid = {(int)state} and not granted";

    private async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
