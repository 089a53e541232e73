using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition.Otlp;

/// <summary>The agent as it ships, compiled ahead of time, on the stand-in NVML, sending to a collector that reads the wire.</summary>
[TestClass]
public sealed class OtlpTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);
    private readonly FakeControlPlane server = FakeControlPlane.Create();
    private readonly OtlpCollector collector = new();

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await server.DisposeAsync();
    }

    [TestMethod]
    [DataRow("http/protobuf")]
    [DataRow("grpc")]
    public async Task Export_EightGpus_IsOfTheHardwareConventions(string protocol)
    {
        Needs.Programs("gcc");
        var gpus = await StartAsync(protocol);
        gpus.Play("gpu2.ecc_aggregate_uncorrected=7");
        await Until.TrueAsync("the error has arrived", () => Value("hw.errors", gpus.Uuid(2), "error.type", "uncorrected") == 7, context.CancellationToken);

        AssertMetric("hw.energy", "J", "counter", 8, "hw.id", "hw.type");
        AssertMetric("hw.power", "W", "gauge", 8, "hw.id", "hw.type");
        AssertMetric("hw.errors", "{error}", "counter", 16, "hw.id", "hw.type", "error.type");
        AssertMetric("hw.status", "1", "updowncounter", 32, "hw.id", "hw.type", "hw.state");
        AssertMetric("hw.temperature", "Cel", "gauge", 16, "hw.id", "hw.parent", "hw.sensor_location");
        AssertMetric("hw.temperature.limit", "Cel", "gauge", 16, "hw.id", "hw.parent", "hw.limit_type");
        AssertMetric("hw.gpu.utilization", "1", "gauge", 24, "hw.id", "hw.gpu.task");
        AssertMetric("hw.gpu.io", "By", "counter", 16, "hw.id", "network.io.direction");
        AssertMetric("hw.gpu.memory.limit", "By", "updowncounter", 8, "hw.id", "hw.model", "hw.vendor", "hw.serial_number", "hw.driver_version", "hw.firmware_version");
        AssertMetric("hw.gpu.memory.usage", "By", "updowncounter", 8, "hw.id");
        AssertMetric("hw.gpu.memory.utilization", "1", "gauge", 8, "hw.id");
        Assert.IsTrue(collector.Points.Where(point => point.Unit == "1").All(point => point.Value is >= 0 and <= 1), "A ratio is no percentage.");
        Assert.AreEqual("https://opentelemetry.io/schemas/1.44.0", string.Join(' ', collector.Points.Select(point => point.SchemaUrl).Distinct()));
        var resource = collector.Points[0].Resource;
        Assert.AreEqual(("sends", File.ReadAllText("/etc/machine-id").Trim()), (resource["host.name"], resource["host.id"]));
        Assert.AreEqual("sovereignfleet-agent", resource["service.name"]);

        Assert.AreEqual("abc", collector.Token);
        await PredictAsync(gpus, 5);
    }

    /// <summary>What the server expects to fail is the state of that GPU alone, until it says otherwise.</summary>
    private async Task PredictAsync(GpuScenario gpus, int gpu)
    {
        await Until.TrueAsync("the agent is connected", () => server.Link.Connections > 0, context.CancellationToken);
        await server.Link.SendAsync(new ConnectResponse { Settings = new Settings { PredictedFailures = new PredictedFailures { GpuUuids = { gpus.Uuid(gpu) } } } });
        await Until.TrueAsync("it is told", () => Value("hw.status", gpus.Uuid(gpu), "hw.state", "predicted_failure") == 1, context.CancellationToken);
        Assert.AreEqual(0, Value("hw.status", gpus.Uuid(gpu), "hw.state", "ok"));
        Assert.AreEqual(1, collector.Points.Count(point => point.Value == 1 && point.Attributes.GetValueOrDefault("hw.state") == "predicted_failure"));
        Assert.AreEqual(1, Value("hw.status", gpus.Uuid(gpu - 1), "hw.state", "ok"));

        await server.Link.SendAsync(new ConnectResponse { Settings = new Settings { PredictedFailures = new PredictedFailures() } });
        await Until.TrueAsync("it is taken back", () => Value("hw.status", gpus.Uuid(gpu), "hw.state", "ok") == 1, context.CancellationToken);
    }

    private double? Value(string metric, string gpu, string attribute, string value) => collector.Points.SingleOrDefault(point =>
        point.Metric == metric && point.Attributes["hw.id"] == gpu && point.Attributes.GetValueOrDefault(attribute) == value)?.Value;

    private void AssertMetric(string name, string unit, string kind, int points, params string[] required)
    {
        var found = collector.Points.Where(point => point.Metric == name).ToList();
        Assert.HasCount(points, found, name);
        foreach (var point in found)
        {
            Assert.AreEqual((unit, kind), (point.Unit, point.Kind), name);
            Assert.AreEqual("", string.Join(' ', required.Except(point.Attributes.Keys)), name);
        }
    }

    private async Task<GpuScenario> StartAsync(string protocol)
    {
        await server.StartAsync(context.CancellationToken);
        await collector.StartAsync(stage, context.CancellationToken);
        var gpus = new GpuScenario(stage, "sends", 8);
        var library = await GpuScenario.BuildLibraryAsync(stage, context.CancellationToken);
        AgentProcess.Start(stage, await PublishedAgent.PathAsync(context.CancellationToken), "sends", new Dictionary<string, string>
        {
            ["Server"] = server.Address.ToString(),
            ["EnrollmentToken"] = server.Token,
            ["KernelLog:Path"] = "/dev/null",
            ["Otlp:Endpoint"] = collector.Endpoint(protocol),
            ["Otlp:Protocol"] = protocol,
            ["Otlp:Period"] = "00:00:01",
        }, new Dictionary<string, string>(gpus.Environment(library)) { ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-token=abc" });
        return gpus;
    }
}
