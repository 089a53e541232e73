using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Benchmarks;

/// <summary>A Host of eight busy GPUs with a BMC and an inference server: its Frames as the agent's sensors fill them. As a sensor it
/// goes on where the generated day ended.</summary>
internal sealed class BusyHost : ISensor
{
    public const int GpuCount = 8;
    private const int SecondsBetweenBmcReadings = 10;
    private const int BmcSensors = 40;

    // The same day each time.
    private readonly Random random = new(1);
    private readonly BusyGpu[] gpus;
    private readonly BmcReading bmc = new() { PowerOn = true, IdentifyOn = false, Chassis = { ["Power Overload"] = "false", ["Cooling/Fan Fault"] = "false" } };

    public BusyHost()
    {
        gpus = [.. Enumerable.Range(0, GpuCount).Select(index => new BusyGpu((uint)index, random))];
        bmc.Sensors.AddRange(Enumerable.Range(0, BmcSensors).Select(number => new BmcSensor
        {
            Name = $"Sensor {number}",
            Number = (uint)number,
            Entity = $"7.{number}",
            Unit = number % 2 == 0 ? "degrees C" : "RPM",
            Status = "ok",
            UpperCritical = 95,
        }));
    }

    public IReadOnlyList<string> Uuids => [.. gpus.Select(gpu => gpu.Uuid)];

    public string Name => "gpu";

    public TimeSpan Period => TimeSpan.FromSeconds(1);

    public TimeSpan TimeOut => TimeSpan.FromSeconds(1);

    public string? UnsupportedReason() => null;

    public Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        Array.ForEach(gpus, gpu => frame.AddGpu(gpu.NextSecond()));
        return Task.CompletedTask;
    }

    public Frame FrameAt(DateTimeOffset at, long second)
    {
        var frame = new Frame { At = Timestamp.FromDateTimeOffset(at.AddTicks(random.Next(0, 20_000))), Gpus = { gpus.Select(gpu => gpu.NextSecond()) } };
        frame.Sensors.Add(Took("gpu", 9));
        frame.Sensors.Add(Took("inference", 2));
        frame.Inference.Add(new InferenceReading
        {
            Name = "llama",
            Kind = "vllm",
            Endpoint = "http://127.0.0.1:8000/metrics",
            InFlight = random.Next(60),
            Queued = random.Next(4),
            TokensPerSecond = random.Next(2000, 9000),
        });
        if (second % SecondsBetweenBmcReadings == 0)
        {
            frame.Bmc = NextBmc();
            frame.Sensors.Add(Took("bmc", 900));
        }

        return frame;
    }

    private BmcReading NextBmc()
    {
        foreach (var sensor in bmc.Sensors)
        {
            sensor.Value = sensor.Number % 2 == 0 ? 30 + random.Next(3) : 5200 + (random.Next(6) * 60);
        }

        (bmc.PowerW, bmc.PowerAverageW, bmc.PowerMaximumW) = (random.Next(4800, 5400), 5100, 6200);
        return bmc.Clone();
    }

    private SensorStatus Took(string name, int milliseconds) => new()
    {
        Name = name,
        Outcome = SensorStatus.Types.Outcome.Ok,
        Took = new Duration { Nanos = (milliseconds * 1_000_000) + random.Next(900_000) },
    };
}
