using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Postgres;

[TestClass]
public sealed class ChangeFeedTests(TestContext test)
{
    [TestMethod]
    public async Task Subscribe_TableChanges_IsTold_AndAgainAfterTheConnectionWasCut()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var ready = new DatabaseReady();
        ready.Set();
        using var feed = new ChangeFeed(database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var told = new SemaphoreSlim(0);
        using var subscription = feed.Subscribe("outbox", () => told.Release());
        await feed.StartAsync(test.CancellationToken);
        await told.WaitAsync(test.CancellationToken); // Once it listens, whatever was missed before is looked for.

        await AddAsync(database, "first");
        await told.WaitAsync(test.CancellationToken);

        await CutAsync(database);
        await told.WaitAsync(test.CancellationToken);
        await AddAsync(database, "second");
        await told.WaitAsync(test.CancellationToken);
        await feed.StopAsync(CancellationToken.None);
    }

    /// <summary>A Condition that lasts is stored again and again; at rest nobody is to be woken by that.</summary>
    [TestMethod]
    public async Task Subscribe_ConditionThatIsFoundAgain_IsNotTold_AndOneThatIsOverIs()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await ExecuteAsync(database, """
            INSERT INTO conditions (id, rule, code, host_id, state, severity, drain, sentence, action, remedy, evidence, count, since, last_found_at)
            VALUES (gen_random_uuid(), 'gpu-lost', 'gpu-lost', gen_random_uuid(), 'Firing', 'Critical', 'Now', 'It is lost.', 'Look.', 'None', '{}', 1, now(), now())
            """);
        var ready = new DatabaseReady();
        ready.Set();
        using var feed = new ChangeFeed(database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var told = new SemaphoreSlim(0);
        var conditionsTold = 0;
        using var conditions = feed.Subscribe("conditions", () => Interlocked.Increment(ref conditionsTold));
        using var outbox = feed.Subscribe("outbox", () => told.Release());
        await feed.StartAsync(test.CancellationToken);
        await told.WaitAsync(test.CancellationToken);
        Assert.AreEqual(1, conditionsTold, "once, when it listens");

        await ExecuteAsync(database, "UPDATE conditions SET last_found_at = now(), count = count + 1, sentence = 'It is still lost.'");
        await ExecuteAsync(database, """
            INSERT INTO conditions (id, rule, code, host_id, state, severity, drain, sentence, action, remedy, evidence, count, since, last_found_at)
            SELECT gen_random_uuid(), 'gpu-hot', 'gpu-hot', host_id, 'Pending', severity, drain, sentence, action, remedy, evidence, count, since, last_found_at FROM conditions
            """);
        await ExecuteAsync(database, "DELETE FROM conditions WHERE state = 'Pending'");
        await AddAsync(database, "later"); // told in the order of the commits
        await told.WaitAsync(test.CancellationToken);
        Assert.AreEqual(1, conditionsTold);

        await ExecuteAsync(database, "UPDATE conditions SET state = 'Resolved', resolved_at = now()");
        await AddAsync(database, "last");
        await told.WaitAsync(test.CancellationToken);
        Assert.AreEqual(2, conditionsTold);
        await feed.StopAsync(CancellationToken.None);
    }

    /// <summary>Who is woken by a table and updates it, each time with nothing to do, would wake himself for ever.</summary>
    [TestMethod]
    public async Task Subscribe_StatementThatChangesNoRow_IsNotTold()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var ready = new DatabaseReady();
        ready.Set();
        using var feed = new ChangeFeed(database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var told = new SemaphoreSlim(0);
        var drainsTold = 0;
        using var drains = feed.Subscribe("drains", () => Interlocked.Increment(ref drainsTold));
        using var outbox = feed.Subscribe("outbox", () => told.Release());
        await feed.StartAsync(test.CancellationToken);
        await told.WaitAsync(test.CancellationToken);
        Assert.AreEqual(1, drainsTold, "once, when it listens");

        await ExecuteAsync(database, "UPDATE drains SET state = state WHERE false");
        await AddAsync(database, "later"); // told in the order of the commits

        await told.WaitAsync(test.CancellationToken);
        Assert.AreEqual(1, drainsTold);
        await feed.StopAsync(CancellationToken.None);
    }

    private async Task AddAsync(TestDatabase database, string key)
    {
        await using var db = database.Contexts.CreateDbContext();
        db.Add(new OutboxMessage { Topic = "test", Key = key, Payload = "{}", CreatedAt = TimeProvider.System.GetUtcNow(), NotBefore = TimeProvider.System.GetUtcNow() });
        await db.SaveChangesAsync(test.CancellationToken);
    }

    private async Task CutAsync(TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'");
        await command.ExecuteNonQueryAsync(test.CancellationToken);
    }

    private async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(test.CancellationToken);
    }
}
