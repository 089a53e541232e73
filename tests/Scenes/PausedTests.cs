using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>The server and the agent stand still for a while, one after the other (a machine that is suspended, a disk that hangs): the Host is
/// heard again soon after, and each second that the agent could read is stored.</summary>
[TestClass]
public sealed class PausedTests(TestContext context)
{
    private const string Host = "gpu-yul1-01";
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(7);
    /// <summary>Longer than either side waits for a sign of life of the connection.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(42);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    // The agent may have to be compiled first.
    [Timeout(600_000, CooperativeCancellation = true)]
    public async Task ServerAndAgent_PausedInTurn_HostIsBackSoonAndNoFrameIsLost()
    {
        Needs.Programs("gcc", "clang");
        await using var stage = new Stage(context.WriteLine);
        await using var database = await TestDatabase.CreateAsync(Token);
        var server = await ServerProcess.StartAsync(
            stage, new Dictionary<string, string> { ["Database:ConnectionString"] = database.ConnectionString }, Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        var agent = await StartAgentAsync(stage, server, api);
        await HeardAsync(api, TimeSpan.FromSeconds(30));

        await PauseAsync(api, "server", server.Process.Id, Short);
        await PauseAsync(api, "agent", agent.Process.Id, Short);
        await PauseAsync(api, "server", server.Process.Id, Long);
        await PauseAsync(api, "server", server.Process.Id, Short);
        await agent.Process.StopAsync();
        await Until.Async(
            "what was read is stored", stop => StoredFrames.SecondsAsync(database.DataSource, stop),
            seconds => Gaps(seconds).Count <= 1, TimeSpan.FromSeconds(90), Token);

        var gaps = Gaps(await StoredFrames.SecondsAsync(database.DataSource, Token));
        context.WriteLine($"gaps: {string.Join(", ", gaps)}");
        // The agent's own pause: what nobody read is no Frame that was lost.
        Assert.IsLessThanOrEqualTo(Short.TotalSeconds + 2, gaps.Sum());
        Assert.AreEqual(0, await RefusedAsync(database));
    }

    private async Task PauseAsync(FleetApi api, string who, int process, TimeSpan length)
    {
        await Signals.PauseAsync(process, length, Token);
        var went = TimeProvider.System.GetTimestamp();
        await HeardAsync(api, BackWithin);
        context.WriteLine($"{who} stood still for {length.TotalSeconds:F0} s; the Host was heard {TimeProvider.System.GetElapsedTime(went).TotalSeconds:F1} s after");
    }

    /// <summary>By a heartbeat of after this moment.</summary>
    private async Task HeardAsync(FleetApi api, TimeSpan patience)
    {
        var now = TimeProvider.System.GetUtcNow();
        await Until.Async(
            "the Host is heard",
            async stop => (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(stop))).Fleet.Hosts.Single().LastHeard?.ToDateTimeOffset(),
            heard => heard > now, patience, Token);
    }

    private async Task<long> RefusedAsync(TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand("select count(*) from events where kind = 'frame_refused'");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    /// <summary>The seconds that are missing between the first and the last, in runs.</summary>
    private static List<double> Gaps(List<DateTimeOffset> seconds) =>
        [.. seconds.Zip(seconds.Skip(1)).Select(pair => (pair.Second - pair.First).TotalSeconds - 1).Where(missing => missing > 0)];

    private async Task<AgentProcess> StartAgentAsync(Stage stage, ServerProcess server, FleetApi api)
    {
        const string Inventory = """
            {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
             "hosts": [{"name": "gpu-yul1-01", "site": "yul1", "rack": "B07", "u": 12}]}
            """;
        await api.Administration.ApplyInventoryAsync(new ApplyInventoryRequest { Json = Inventory }, api.With(Token));
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Host }, api.With(Token));
        var settings = new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = new KernelLogFeed(stage, "kmsg").Path,
        };
        var library = await GpuScenario.BuildLibraryAsync(stage, Token);
        return AgentProcess.Start(stage, await PublishedAgent.PathAsync(Token), Host, settings, new GpuScenario(stage, Host, 1).Environment(library));
    }
}
