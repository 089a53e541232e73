using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>The agent as a process on the stand-in NVML, sending to a receiver that reads the wire.</summary>
[TestClass]
public sealed class OtlpTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);
    private readonly FakeControlPlane server = FakeControlPlane.Create();
    private readonly Lock gate = new();
    private List<OtlpPoint> last = [];

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await server.DisposeAsync();
    }

    [TestMethod]
    public async Task Export_EightGpus_IsOfTheHardwareConventions()
    {
        Needs.Programs("gcc");
        var gpus = await StartAsync();
        gpus.Play("gpu2.ecc_aggregate_uncorrected=7");
        await Until.TrueAsync("the error has arrived", () => Value("hw.errors", gpus.Uuid(2), "error.type", "uncorrected") == 7, context.CancellationToken);

        AssertMetric("hw.energy", "J", "counter", 8, "hw.id", "hw.type");
        AssertMetric("hw.power", "W", "gauge", 8, "hw.id", "hw.type");
        AssertMetric("hw.errors", "{error}", "counter", 16, "hw.id", "hw.type", "error.type");
        AssertMetric("hw.status", "1", "updowncounter", 32, "hw.id", "hw.type", "hw.state");
        AssertMetric("hw.temperature", "Cel", "gauge", 16, "hw.id", "hw.parent");
        AssertMetric("hw.gpu.utilization", "1", "gauge", 24, "hw.id", "hw.gpu.task");
        AssertMetric("hw.gpu.memory.limit", "By", "updowncounter", 8, "hw.id");
        AssertMetric("hw.gpu.memory.usage", "By", "updowncounter", 8, "hw.id");
        AssertMetric("hw.gpu.memory.utilization", "1", "gauge", 8, "hw.id");
        Assert.IsTrue(Last().Where(point => point.Unit == "1").All(point => point.Value is >= 0 and <= 1), "A ratio is no percentage.");
        var resource = Last()[0].Resource;
        Assert.AreEqual(("sends", File.ReadAllText("/etc/machine-id").Trim()), (resource["host.name"], resource["host.id"]));
    }

    [TestMethod]
    public async Task Export_ServerPredictsAFailure_IsTheStateOfThatGpuAlone()
    {
        Needs.Programs("gcc");
        var gpus = await StartAsync();
        await Until.TrueAsync("the agent is connected", () => server.Link.Connections > 0, context.CancellationToken);
        await server.Link.SendAsync(new ServerMessage { Settings = new Settings { PredictedFailures = new PredictedFailures { GpuUuids = { gpus.Uuid(5) } } } });

        await Until.TrueAsync("it is told", () => Value("hw.status", gpus.Uuid(5), "hw.state", "predicted_failure") == 1, context.CancellationToken);
        Assert.AreEqual(0, Value("hw.status", gpus.Uuid(5), "hw.state", "ok"));
        Assert.AreEqual(1, Last().Count(point => point.Value == 1 && point.Attributes.GetValueOrDefault("hw.state") == "predicted_failure"));
        Assert.AreEqual(1, Value("hw.status", gpus.Uuid(4), "hw.state", "ok"));
    }

    private List<OtlpPoint> Last()
    {
        lock (gate)
        {
            return last;
        }
    }

    private double? Value(string metric, string gpu, string attribute, string value) => Last().SingleOrDefault(point =>
        point.Metric == metric && point.Attributes["hw.id"] == gpu && point.Attributes.GetValueOrDefault(attribute) == value)?.Value;

    private void AssertMetric(string name, string unit, string kind, int points, params string[] required)
    {
        var found = Last().Where(point => point.Metric == name).ToList();
        Assert.HasCount(points, found, name);
        foreach (var point in found)
        {
            Assert.AreEqual((unit, kind), (point.Unit, point.Kind), name);
            Assert.AreEqual("", string.Join(' ', required.Except(point.Attributes.Keys)), name);
        }
    }

    private async Task<GpuScenario> StartAsync()
    {
        await server.StartAsync(context.CancellationToken);
        var port = FreePort.Next();
        await LocalWeb.StartAsync(stage, port, web => web.MapPost("/v1/metrics", TakeAsync), context.CancellationToken);
        var gpus = new GpuScenario(stage, "sends", 8);
        var library = await GpuScenario.BuildLibraryAsync(stage, context.CancellationToken);
        AgentProcess.Start(stage, PrometheusTests.Program, "sends", new Dictionary<string, string>
        {
            ["Server"] = server.Address.ToString(),
            ["EnrollmentToken"] = server.Token,
            ["KernelLog:Path"] = "/dev/null",
            ["Otlp:Endpoint"] = $"http://127.0.0.1:{port}",
            ["Otlp:Period"] = "00:00:01",
        }, gpus.Environment(library));
        return gpus;
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.CancellationToken);
        var points = OtlpRequest.Read(body.ToArray()).ToList();
        lock (gate)
        {
            last = points;
        }

        return Results.Bytes([], "application/x-protobuf");
    }
}
