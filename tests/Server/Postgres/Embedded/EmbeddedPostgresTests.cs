using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SovereignFleet.Server.Postgres.Embedded;

namespace SovereignFleet.Tests.Server.Postgres.Embedded;

[TestClass]
public sealed class EmbeddedPostgresTests(TestContext test)
{
    [TestMethod]
    public async Task StartAsync_AfterTheServerWasKilled_TakesTheRunningPostgresOver()
    {
        var folder = NewFolder();
        try
        {
            var first = Postgres(folder);
            Assert.IsTrue(await first.StartAsync(test.CancellationToken));
            // A second object knows nothing of the first, like a server after kill -9.
            var second = Postgres(folder);
            Assert.IsFalse(await second.StartAsync(test.CancellationToken));
            Assert.AreEqual(first.ConnectionString, second.ConnectionString);
            await ExecuteAsync(second, "SELECT 1");
        }
        finally
        {
            await CleanAsync(folder);
        }
    }

    [TestMethod]
    public async Task StartAsync_PostgresItselfWasKilled_RecoversWhatWasCommitted()
    {
        var folder = NewFolder();
        try
        {
            var first = Postgres(folder);
            await first.StartAsync(test.CancellationToken);
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
            NpgsqlConnection.ClearAllPools();
            await KillAsync(Path.Combine(folder, "data", "postmaster.pid"));
            var second = Postgres(folder);
            Assert.IsTrue(await second.StartAsync(test.CancellationToken));
            Assert.AreEqual(42, await ExecuteAsync(second, "SELECT answer FROM kept"));
        }
        finally
        {
            await CleanAsync(folder);
        }
    }

    [TestMethod]
    public async Task StartAsync_PidFileOfSomebodyElsesProcess_IsNoObstacle()
    {
        var folder = NewFolder();
        try
        {
            var first = Postgres(folder);
            await first.StartAsync(test.CancellationToken);
            await first.StopAsync(test.CancellationToken);
            // After a reboot the number belongs to another process: here to this test.
            await File.WriteAllTextAsync(
                Path.Combine(folder, "data", "postmaster.pid"),
                $"{Environment.ProcessId}\n{folder}/data\n1793477000\n5432\n\n127.0.0.1\n  131075  5\nready\n", test.CancellationToken);
            Assert.IsTrue(await Postgres(folder).StartAsync(test.CancellationToken));
        }
        finally
        {
            await CleanAsync(folder);
        }
    }

    [TestMethod]
    public void Find_FolderWithoutPrograms_NamesTheKeyToSet()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => PostgresBinaries.Find("/nonexistent"));
        Assert.Contains("Database:Binaries", error.Message);
    }

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), "fleet-postgres-" + Guid.NewGuid().ToString("N"));

    private static EmbeddedPostgres Postgres(string folder) => new(new EmbeddedPostgresOptions { Folder = folder });

    private static async Task KillAsync(string pidFile)
    {
        var processId = int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture);
        using var postmaster = Process.GetProcessById(processId);
        postmaster.Kill();
        await postmaster.WaitForExitAsync(CancellationToken.None);
    }

    private async Task<object?> ExecuteAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(test.CancellationToken);
    }

    private static async Task CleanAsync(string folder)
    {
        await Postgres(folder).StopAsync(CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        File.Delete(folder + "-password");
        File.Delete(folder + "-server-password");
    }
}
