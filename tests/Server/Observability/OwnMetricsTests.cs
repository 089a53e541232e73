using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Observability;

/// <summary>The server's own /metrics before promtool.</summary>
[TestClass]
[DoNotParallelize] // Meters are the process's: another server's in it would be told along with this one's.
public sealed class OwnMetricsTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    // dotnet_timer_count non-histogram and non-summary metrics should not have "_count" suffix
    /// <summary>Names of OpenTelemetry's conventions for .NET and for database clients.</summary>
    private static bool IsOfOpenTelemetry(string line) =>
        (line.StartsWith("dotnet_", StringComparison.Ordinal) || line.StartsWith("db_", StringComparison.Ordinal))
        && line.EndsWith("metrics should not have \"_count\" suffix", StringComparison.Ordinal);

    [TestMethod]
    public async Task Page_Promtool_FindsNothingOfOurs()
    {
        Needs.Programs("promtool");
        await using var database = await TestDatabase.CreateAsync(context.CancellationToken);
        await using var server = await InProcessServer.StartAsync(stage, database, [], context.CancellationToken);
        await FleetApi.SignInAsync(stage, server, context.CancellationToken);
        var page = await Until.Async(
            "the gauges that are counted in the database are there",
            async stop => (await server.ManagementAsync("/metrics", stop)).Text,
            text => text.Contains("sovereignfleet_conditions_firing", StringComparison.Ordinal),
            context.CancellationToken);
        await using var promtool = RunningProcess.Start(new Launch("promtool", "sh", "-c", "promtool check metrics < " + stage.Write("page", page)));
        await promtool.ExitAsync(context.CancellationToken);

        Assert.AreEqual("", string.Join('\n', promtool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !IsOfOpenTelemetry(line))));
    }
}
