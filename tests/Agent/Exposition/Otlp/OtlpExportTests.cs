using SovereignFleet.Agent.Exposition.Hardware;
using SovereignFleet.Agent.Exposition.Otlp;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition.Otlp;

/// <summary>A collector in every mood, in this process.</summary>
[TestClass]
public sealed class OtlpExportTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);
    private readonly ExpositionScene scene = new();
    private readonly OtlpCollector collector = new();
    private readonly KeptLog<OtlpExport> log = new();

    public async ValueTask DisposeAsync()
    {
        scene.Dispose();
        await stage.DisposeAsync();
    }

    [TestMethod]
    [DataRow("http/protobuf")]
    [DataRow("grpc")]
    public async Task Export_CollectorComesLate_IsToldOnceAndThenTakes(string protocol)
    {
        using var meter = Meter();
        var export = await StartAsync(meter, protocol);
        await Until.TrueAsync("it is told", () => log.Lines.Count > 0, context.CancellationToken);
        StringAssert.StartsWith(log.Lines[0], "Warning: OpenTelemetry: " + collector.Endpoint(protocol));
        await collector.StartAsync(stage, context.CancellationToken);
        await Until.TrueAsync("it takes", () => collector.Points.Any(point => point.Metric == "hw.temperature"), context.CancellationToken);

        await export.StopAsync(context.CancellationToken);
        Assert.HasCount(2, log.Lines);
        StringAssert.StartsWith(log.Lines[1], "Information: OpenTelemetry: ");
        StringAssert.EndsWith(log.Lines[1], " takes metrics again");
    }

    [TestMethod]
    [DataRow("http/protobuf", false)]
    [DataRow("grpc", false)]
    [DataRow("http/protobuf", true)]
    [DataRow("grpc", true)]
    public async Task Export_CollectorRefusesOrHangs_IsToldOnceAndNobodyWaits(string protocol, bool hangs)
    {
        using var meter = Meter();
        collector.Mood = hangs ? CollectorMood.Hangs : CollectorMood.Refuses;
        await collector.StartAsync(stage, context.CancellationToken);
        var export = await StartAsync(meter, protocol);
        await Until.TrueAsync("it was tried three times", () => collector.Asked >= 3, context.CancellationToken);

        Assert.HasCount(1, log.Lines);
        // A scrape meanwhile waits for nobody.
        StringAssert.Contains(scene.GpuPage(), "DCGM_FI_DEV_GPU_TEMP{");
        await export.StopAsync(context.CancellationToken);
        Assert.HasCount(1, log.Lines);
    }

    [TestMethod]
    public async Task Export_AddressWithAPassword_IsNotToldWithIt()
    {
        using var meter = Meter();
        var export = new OtlpExport(
            new OtlpOptions { Endpoint = new Uri($"http://fleet:s3cret@127.0.0.1:{FreePort.Next()}/v1/metrics"), Period = TimeSpan.FromMilliseconds(100) },
            scene.Facts, meter, log);
        await export.StartAsync(context.CancellationToken);
        await Until.TrueAsync("it is told", () => log.Lines.Count > 0, context.CancellationToken);
        await export.StopAsync(context.CancellationToken);

        Assert.DoesNotContain("s3cret", log.Lines[0]);
    }

    [TestMethod]
    public async Task Export_Bmc_IsTheHostsAndItsSensors()
    {
        scene.KnowGpu();
        scene.Write(new Frame
        {
            Bmc = new BmcReading
            {
                PowerW = 512,
                Sensors =
                {
                    new BmcSensor { Number = 18, Name = "Inlet Temp", Unit = "degrees C", Value = 24 },
                    new BmcSensor { Number = 12, Name = "Fan1A", Unit = "RPM", Value = 7320 },
                    new BmcSensor { Number = 7, Name = "Fan 1", Entity = "30.1", Unit = "percent", Value = 50 },
                    new BmcSensor { Number = 3, Name = "12V", Unit = "Volts", Value = 11.25 },
                    new BmcSensor { Number = 4, Name = "12V AUX", Unit = "Volts", Status = "ns" },
                },
            },
        });
        using var meter = new HardwareMeter(scene.Observed, new Predictions());
        await collector.StartAsync(stage, context.CancellationToken);
        var export = await StartAsync(meter, "grpc");
        await Until.TrueAsync("it has arrived", () => collector.Points.Count > 0, context.CancellationToken);
        await export.StopAsync(context.CancellationToken);

        var told = collector.Points.Where(point => point.Attributes["hw.id"] == "host" || point.Attributes["hw.id"].StartsWith("bmc/", StringComparison.Ordinal))
            .Select(point => FormattableString.Invariant($"{point.Metric} {point.Unit} {point.Kind} {point.Attributes["hw.id"]} {point.Value}")).Order(StringComparer.Ordinal);
        Assert.AreEqual(
            "hw.fan.speed rpm gauge bmc/12/Fan1A 7320; hw.fan.speed_ratio 1 gauge bmc/7/Fan 1 0.5; hw.host.power W gauge host 512; "
            + "hw.temperature Cel gauge bmc/18/Inlet Temp 24; hw.voltage V gauge bmc/3/12V 11.25", string.Join("; ", told));
    }

    private HardwareMeter Meter()
    {
        scene.KnowGpu();
        scene.Write(new GpuReading(ExpositionScene.Reading()) { TemperatureC = 41 });
        return new HardwareMeter(scene.Observed, new Predictions());
    }

    private async Task<OtlpExport> StartAsync(HardwareMeter meter, string protocol)
    {
        var export = new OtlpExport(
            new OtlpOptions
            {
                Endpoint = new Uri(collector.Endpoint(protocol) + (protocol == "grpc" ? "" : "/v1/metrics")),
                IsGrpc = protocol == "grpc",
                Period = TimeSpan.FromMilliseconds(100),
                TimeOut = TimeSpan.FromMilliseconds(500),
            },
            scene.Facts, meter, log);
        await export.StartAsync(context.CancellationToken);
        return export;
    }
}
