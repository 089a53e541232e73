using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting;

[TestClass]
public sealed class QuartzStartTests
{
    private static readonly TimeSpan AFewTries = TimeSpan.FromSeconds(8);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task Start_OnABrokenTable_ServerGoesOnAndQuartzStartsWhenItIsMended()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        await using var database = await TestDatabase.CreateAsync(Token);
        string[] settings = ["--Identity:PassphraseFile=" + Path.Combine(stage.Root, "passphrase")];
        // The first life makes the tables.
        await InProcessServer.StartAsync(stage, database, settings, Token);
        await UntilNodesAsync(database, 1);
        await stage.DisposeOwnedAsync();
        await ExecuteAsync(database, "DELETE FROM qrtz_scheduler_state; ALTER TABLE qrtz_job_details RENAME COLUMN description TO broken");

        var server = await InProcessServer.BeginAsync(stage, database.ConnectionString, settings, Token);
        await Task.Delay(AFewTries, Token);
        Assert.IsFalse(server.IsStopping);
        Assert.AreEqual(200, (await server.ManagementAsync("/readyz", Token)).Status);
        await UntilNodesAsync(database, 0);

        await ExecuteAsync(database, "ALTER TABLE qrtz_job_details RENAME COLUMN broken TO description");
        await UntilNodesAsync(database, 1);
        Assert.IsFalse(server.IsStopping);
    }

    private Task<long> UntilNodesAsync(TestDatabase database, long expected) => Until.Async(
        $"{expected} schedulers run",
        async stop =>
        {
            await using var command = database.DataSource.CreateCommand("SELECT count(*) FROM qrtz_scheduler_state");
            return (long)(await command.ExecuteScalarAsync(stop))!;
        },
        nodes => nodes == expected,
        Token);

    private Task ExecuteAsync(TestDatabase database, string sql) => TestPostgres.ExecuteAsync(database.ConnectionString, sql, Token);
}
