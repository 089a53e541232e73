using System.Diagnostics;
using System.Globalization;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Postgres.Embedded;

/// <summary>What the kernel does to Postgres when memory is short.</summary>
[TestClass]
public sealed class PostgresKilledTests(TestContext test)
{
    private const int MostLines = 50;

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task Postmaster_Killed_IsStartedAgainAndToldOnce()
    {
        await using var stage = new Stage(test.WriteLine);
        var server = await ServerProcess.StartAsync(stage, new Dictionary<string, string>(), test.CancellationToken);
        var pidFile = Path.Combine(server.DataFolder, "postgres", "data", "postmaster.pid");
        var killed = IdIn(pidFile);
        var before = server.Process.Output.Length;

        using (var postmaster = Process.GetProcessById(killed))
        {
            postmaster.Kill();
        }

        await Until.Async(
            "another Postgres runs", _ => Task.FromResult(File.Exists(pidFile) ? IdIn(pidFile) : killed), id => id != killed && id > 0, test.CancellationToken);
        await server.ReadyAsync(test.CancellationToken);
        // It is ready an instant before its log says so.
        await Until.Async("the log says that it runs", _ => Task.FromResult(server.Process.Output[before..]), text => text.Contains("[2107]"), test.CancellationToken);

        var told = server.Process.Output[before..];
        Assert.IsLessThan(MostLines, told.Count(letter => letter == '\n'), told);
        Assert.AreEqual(1, told.Split("[2105]").Length - 1, told);
        Assert.AreEqual(1, told.Split("[2107]").Length - 1, told);
    }

    private static int IdIn(string file) =>
        int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
