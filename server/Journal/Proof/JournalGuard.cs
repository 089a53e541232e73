using Npgsql;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Journal.Proof;

/// <summary>What stands between the server's own login and the Journal: that its role may not, and that the triggers are as they were made.</summary>
internal sealed class JournalGuard(NpgsqlDataSource dataSource)
{
    private const string Triggers = """
        SELECT expected.name, coalesce(trigger.tgenabled IN ('O', 'A'), false), coalesce(function.proname, ''), coalesce(function.prosrc, '')
        FROM (VALUES ('journal_only_grows', 'journal', 'journal_only_grows'), ('journal_never_empties', 'journal', 'journal_only_grows'),
            ('journal_checkpoints_only_grow', 'journal_checkpoints', 'journal_checkpoints_only_grow')) AS expected (name, of, runs)
        LEFT JOIN pg_trigger AS trigger ON trigger.tgname = expected.name AND trigger.tgrelid = to_regclass(expected.of)
        LEFT JOIN pg_proc AS function ON function.oid = trigger.tgfoid AND function.proname = expected.runs
        """;

    private const string Role = """
        SELECT current_user::text, role.rolsuper, pg_has_role(current_user, journal.relowner, 'MEMBER'),
            has_table_privilege('journal', 'UPDATE, DELETE, TRUNCATE, TRIGGER') OR has_any_column_privilege('journal', 'UPDATE')
                OR has_table_privilege('journal_checkpoints', 'UPDATE, DELETE, TRUNCATE, TRIGGER') OR has_table_privilege('journal_head', 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        FROM pg_roles AS role, pg_class AS journal WHERE role.rolname = current_user AND journal.oid = 'journal'::regclass
        """;

    /// <summary>Triggers that are missing, switched off, or run something else than this program's own.</summary>
    public async Task<IReadOnlyList<JournalFault>> TriggersAsync(CancellationToken cancellationToken)
    {
        var faults = new List<JournalFault>();
        await using var command = dataSource.CreateCommand(Triggers);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var (name, fires, function, body) = (rows.GetString(0), rows.GetBoolean(1), rows.GetString(2), rows.GetString(3));
            if (!fires)
            {
                faults.Add(new JournalFault("trigger:" + name, $"The trigger {name}, which keeps the Journal from being changed, is missing or switched off. Find out who did that; docs/recover.md says how to put it back."));
            }
            else if (function.Length == 0 || !SchemaVersion.All.Any(version => version.Sql.Contains($"$${body}$$", StringComparison.Ordinal)))
            {
                faults.Add(new JournalFault("trigger:" + name, $"The trigger {name}, which keeps the Journal from being changed, runs something else than what this server made. Find out who did that; docs/recover.md says how to put it back."));
            }
        }

        return faults;
    }

    /// <returns>Null: the server's role may not change the Journal.</returns>
    public async Task<JournalFault?> RoleAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Role);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var how = (Super: rows.GetBoolean(1), Owns: rows.GetBoolean(2), May: rows.GetBoolean(3)) switch
        {
            { Super: true } => "is a superuser",
            { Owns: true } => "owns the Journal",
            { May: true } => "may change the Journal",
            _ => null,
        };
        return how is null ? null : new JournalFault(
            "role", $"The server works in the database as {rows.GetString(0)}, which {how}: whoever has that login can rewrite the Journal past its triggers. "
            + "Set Database:OwnerConnectionString, and give the server a role of its own in Database:ConnectionString (docs/install.md, \"Two roles\").");
    }
}
