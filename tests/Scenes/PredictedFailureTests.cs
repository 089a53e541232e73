using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>What the server expects to fail, seen by whoever reads the agent's own metrics: a real server, the agent as it ships, a collector.</summary>
[TestClass]
public sealed class PredictedFailureTests(TestContext context) : IAsyncDisposable
{
    private const string Host = "gpu-yul1-01";
    private const int Ill = 2;
    private readonly Stage stage = new(context.WriteLine);
    private readonly OtlpCollector collector = new();

    private CancellationToken Token => context.CancellationToken;

    private static string Inventory => $$"""
        {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
         "hosts": [{"name": "{{Host}}", "site": "yul1", "rack": "B07", "u": 12}]}
        """;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task GpuIsExpectedToFail_Collector_SeesItOfThatGpuAlone()
    {
        Needs.Programs("gcc", "clang");
        await collector.StartAsync(stage, Token);
        await using var database = await TestDatabase.CreateAsync(Token);
        await using var server = await InProcessServer.StartAsync(
            stage, database, ["--Fleet:InventoryFile=" + stage.Write("inventory.json", Inventory)], Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        var gpus = await StartAgentAsync(server, await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Host }, api.With(Token)));
        await Until.TrueAsync("all are well", () => InState("ok").Count() == gpus.Count, Token);

        gpus.Play($"gpu{Ill}.row_remap_failure=1");

        await Until.TrueAsync("the collector sees it", () => InState("predicted_failure").Any(), Token);
        Assert.AreEqual(gpus.Uuid(Ill), InState("predicted_failure").Single());
        Assert.AreEqual(gpus.Count - 1, InState("ok").Count());
    }

    private IEnumerable<string> InState(string state) => collector.Points
        .Where(point => point.Metric == "hw.status" && point.Value == 1 && point.Attributes["hw.state"] == state).Select(point => point.Attributes["hw.id"]);

    private async Task<GpuScenario> StartAgentAsync(InProcessServer server, CreateEnrollmentTokenResponse token)
    {
        var gpus = new GpuScenario(stage, Host, 4);
        var library = await GpuScenario.BuildLibraryAsync(stage, Token);
        AgentProcess.Start(stage, await PublishedAgent.PathAsync(Token), Host, new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = "/dev/null",
            ["Otlp:Endpoint"] = collector.Endpoint("grpc"),
            ["Otlp:Protocol"] = "grpc",
            ["Otlp:Period"] = "00:00:01",
        }, gpus.Environment(library));
        return gpus;
    }
}
