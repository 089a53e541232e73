using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Journal.Sealing;
using SovereignFleet.Server.Journal.Sinks;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Postgres.Roles;
using SovereignFleet.Tests.Server.Journal;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Postgres.Roles;

/// <summary>What the server's own login may do: all of its work, and nothing to the Journal's past.</summary>
[TestClass]
public sealed class ServerRoleTests(TestContext test)
{
    private static int count;

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    [DataRow("UPDATE journal SET summary = 'x'")]
    [DataRow("UPDATE journal SET hash = NULL, chain_position = NULL")]
    [DataRow("DELETE FROM journal")]
    [DataRow("TRUNCATE journal")]
    [DataRow("ALTER TABLE journal DISABLE TRIGGER ALL")]
    [DataRow("ALTER TABLE journal DISABLE TRIGGER journal_only_grows")]
    [DataRow("DROP TRIGGER journal_only_grows ON journal")]
    [DataRow("CREATE TRIGGER mine BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_only_grows()")]
    [DataRow("DROP TABLE journal CASCADE")]
    [DataRow("ALTER TABLE journal RENAME TO past")]
    [DataRow("CREATE OR REPLACE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")]
    [DataRow("SET session_replication_role = replica")]
    [DataRow("UPDATE journal_head SET position = 0")]
    [DataRow("SELECT * FROM journal_head FOR UPDATE")]
    [DataRow("DELETE FROM journal_checkpoints")]
    [DataRow("UPDATE journal_checkpoints SET hash = ''")]
    [DataRow("DELETE FROM schema_versions")]
    [DataRow("CREATE TABLE mine (id integer)")]
    [DataRow("CREATE ROLE mine SUPERUSER")]
    [DataRow("SET ROLE postgres")]
    [DataRow("ALTER ROLE CURRENT_USER SUPERUSER")]
    [DataRow("COPY journal FROM PROGRAM 'true'")]
    public async Task Journal_UnderTheServersLogin_CannotBeChanged(string sql)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Token);
        await using var server = await ServerAsync(database, NewRole());
        await ExecuteAsync(server, "INSERT INTO journal (at, actor, kind, summary, data) VALUES (now(), 'system', 'test', 'x', '{}')");

        var error = await Assert.ThrowsExactlyAsync<PostgresException>(() => ExecuteAsync(server, sql));

        Assert.AreEqual(PostgresErrorCodes.InsufficientPrivilege, error.SqlState, error.Message);
    }

    [TestMethod]
    public async Task Server_UnderItsOwnLogin_SealsAndKeepsDaysAndFindsNothingToTell()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Token);
        using var folder = new TestFolder();
        await using var server = await ServerAsync(database, NewRole());
        var contexts = new Contexts(server);
        await using (var db = contexts.CreateDbContext())
        {
            db.Add(new JournalEntry { At = TimeProvider.System.GetUtcNow(), Actor = "system", Kind = "test", Summary = "x" });
            await db.SaveChangesAsync(Token);
        }

        await ExecuteAsync(server, "SELECT telemetry_make_day('2026-01-01'), telemetry_drop_before('2026-02-01')");
        Assert.AreEqual(1, await Chain(contexts, folder).SealAsync(Token));
        Assert.IsNull(await new JournalGuard(server).RoleAsync(Token));
        Assert.IsEmpty(await new JournalGuard(server).TriggersAsync(Token));
    }

    [TestMethod]
    public async Task Watch_ServerThatIsASuperuser_TellsIt()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var fault = await new JournalGuard(database.DataSource).RoleAsync(Token);
        Assert.Contains("works in the database as postgres, which is a superuser", fault!.Sentence);
    }

    /// <summary>A database of the version before, the server's own until now: it has another owner, and all that was in it.</summary>
    [TestMethod]
    public async Task ApplyAsync_DatabaseThatTheServerOwned_ComesOverWithoutLoss()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Token);
        using var folder = new TestFolder();
        var role = NewRole();
        await ExecuteAsync(database.DataSource, $"CREATE ROLE {role.Name} LOGIN PASSWORD '{role.Password}'; GRANT ALL ON SCHEMA public TO {role.Name}");
        await using var server = NpgsqlDataSource.Create(ConnectionOf(database, role));
        await new Schema(new Contexts(server), server, [.. SchemaVersion.All.Where(version => version.Number < 5)]).ApplyAsync(Token);
        await ExecuteAsync(server, "INSERT INTO journal (at, actor, kind, summary, data) SELECT now(), 'system', 'test', 'entry ' || n, '{}' FROM generate_series(1, 7) n");
        Assert.Contains("owns the Journal", (await new JournalGuard(server).RoleAsync(Token))!.Sentence);

        await new Schema(database.Contexts, database.DataSource, SchemaVersion.All, role).ApplyAsync(Token);
        await new Schema(database.Contexts, database.DataSource, SchemaVersion.All, role).ApplyAsync(Token);

        Assert.IsNull(await new JournalGuard(server).RoleAsync(Token));
        Assert.AreEqual(7, await Chain(new Contexts(server), folder).SealAsync(Token));
        await using var owned = database.DataSource.CreateCommand($"SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = '{role.Name}'");
        Assert.AreEqual(0L, await owned.ExecuteScalarAsync(Token));
    }

    /// <summary>Where the owner is no superuser: it may not make the role, and says what to run.</summary>
    [TestMethod]
    public async Task ApplyAsync_OwnerMayMakeNoRole_SaysWhatToDo()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Token);
        var (owner, role) = (NewRole(), NewRole());
        await ExecuteAsync(database.DataSource, $"CREATE ROLE {owner.Name} LOGIN PASSWORD '{owner.Password}'; GRANT ALL ON SCHEMA public TO {owner.Name}");
        await using var source = NpgsqlDataSource.Create(ConnectionOf(database, owner));

        var refused = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => new Schema(new Contexts(source), source, SchemaVersion.All, role).ApplyAsync(Token));
        Assert.Contains("docs/install.md", refused.Message);

        await ExecuteAsync(database.DataSource, $"CREATE ROLE {role.Name} LOGIN PASSWORD '{role.Password}'");
        await new Schema(new Contexts(source), source, SchemaVersion.All, role).ApplyAsync(Token);
        await using var server = NpgsqlDataSource.Create(ConnectionOf(database, role));
        Assert.IsNull(await new JournalGuard(server).RoleAsync(Token));
    }

    private async Task<NpgsqlDataSource> ServerAsync(TestDatabase database, ServerRole role)
    {
        await new Schema(database.Contexts, database.DataSource, SchemaVersion.All, role).ApplyAsync(Token);
        return NpgsqlDataSource.Create(ConnectionOf(database, role));
    }

    private static JournalChain Chain(IDbContextFactory<FleetDb> contexts, TestFolder folder)
    {
        var data = new DataFolder(folder.Path);
        var ledger = new CheckpointLedger(new JournalStage.KeyInHand(), new JournalSinks(data, new FolderSink(data), new JournalOptions()), TimeProvider.System);
        return new JournalChain(contexts, ledger, TimeProvider.System);
    }

    private static ServerRole NewRole() => new($"role_test_{Interlocked.Increment(ref count)}", "a \\ secret");

    private static string ConnectionOf(TestDatabase database, ServerRole role) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role.Name, Password = role.Password, Pooling = false }.ConnectionString;

    private async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private sealed class Contexts(NpgsqlDataSource source) : IDbContextFactory<FleetDb>
    {
        public FleetDb CreateDbContext() => new(new DbContextOptionsBuilder<FleetDb>().UseNpgsql(source).Options);
    }
}
