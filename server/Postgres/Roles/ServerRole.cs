using Npgsql;

namespace SovereignFleet.Server.Postgres.Roles;

/// <summary>The role that the server works as, where it is not the owner's: it reads and writes what the schema has, owns none of it, and may
/// neither change nor remove what the Journal holds, nor put a trigger aside. Brought to that at each start, by the owner.</summary>
/// <param name="Password">Null: the role has no password of its own (a certificate, peer), and must be there.</param>
internal sealed record ServerRole(string Name, string? Password)
{
    // A database of a version before is the role's own: nothing of it is copied or lost, it has another owner.
    private const string TakeOver = """
        DO $do$
        DECLARE
            role text := {0};
        BEGIN
            IF role <> current_user AND EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND pg_get_userbyid(relowner) = role) THEN
                EXECUTE format('REASSIGN OWNED BY %I TO CURRENT_USER', role);
            END IF;
        END $do$
        """;

    // What the server may call with the owner's rights: 0005-journal-proof.sql.
    private const string Grants = """
        DO $do$
        DECLARE
            role text := {0};
            home oid := to_regnamespace(quote_ident(current_schema()));
            part record;
        BEGIN
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role);
            FOR part IN SELECT oid::regclass AS name, relkind FROM pg_class
                WHERE relnamespace = home AND relkind IN ('r', 'p', 'S') AND NOT relispartition
                    AND pg_has_role(current_user, relowner, 'USAGE') LOOP
                EXECUTE format('REVOKE ALL ON %s FROM %I', part.name, role);
                EXECUTE format('GRANT %s ON %s TO %I', CASE
                    WHEN part.relkind = 'S' THEN 'USAGE, SELECT'
                    WHEN part.name::text IN ('journal', 'journal_checkpoints') THEN 'SELECT, INSERT'
                    WHEN part.name::text IN ('journal_head', 'schema_versions', '"__EFMigrationsHistory"') THEN 'SELECT'
                    ELSE 'SELECT, INSERT, UPDATE, DELETE' END, part.name, role);
            END LOOP;
            FOR part IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = home
                AND pg_has_role(current_user, proowner, 'USAGE') LOOP
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', part.name, role);
            END LOOP;
        END $do$
        """;

    public static ServerRole Of(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        return new ServerRole(connection.Username ?? "", connection.Password);
    }

    /// <summary>Before the schema: makes the role where it is missing, and takes what it owns.</summary>
    /// <param name="owner">A connection of the owner's.</param>
    /// <exception cref="InvalidOperationException">The owner may not; the message says what to run.</exception>
    public Task TakeOverAsync(NpgsqlConnection owner, CancellationToken cancellationToken) => AsOwnerAsync(async () =>
    {
        await MakeAsync(owner, cancellationToken);
        await ExecuteAsync(owner, For(TakeOver), cancellationToken);
    });

    /// <summary>After the schema: grants the role what it is to have, and no more.</summary>
    /// <param name="owner">A connection of the owner's.</param>
    /// <exception cref="InvalidOperationException">The owner may not; the message says what to run.</exception>
    public Task GrantAsync(NpgsqlConnection owner, CancellationToken cancellationToken) =>
        AsOwnerAsync(() => ExecuteAsync(owner, For(Grants), cancellationToken));

    private string For(string sql) => sql.Replace("{0}", Literal(Name), StringComparison.Ordinal);

    private async Task AsOwnerAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedObject)
        {
            throw new InvalidOperationException(
                $"The role {Name} (Database:ConnectionString) cannot be given its rights by that of Database:OwnerConnectionString: {error.MessageText}. "
                + "Run the statements of docs/install.md, \"Two roles\", as a superuser.");
        }
    }

    private async Task MakeAsync(NpgsqlConnection owner, CancellationToken cancellationToken)
    {
        await using var asked = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = @name)", owner) { Parameters = { new("name", Name) } };
        if ((bool)(await asked.ExecuteScalarAsync(cancellationToken))!)
        {
            return;
        }

        try
        {
            var password = Literal(Password ?? throw new InvalidOperationException(
                $"The role {Name} (Database:ConnectionString) is not there, and without a password in that setting it cannot be made: CREATE ROLE {Quoted(Name)} LOGIN."));
            await ExecuteAsync(owner, $"CREATE ROLE {Quoted(Name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {password}", cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Roles are the whole Postgres' own: a server on another of its databases was first.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Literal(string text) => "E'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
