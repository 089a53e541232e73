using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Support;

/// <summary>A sensor that reads one GPU of its own name, when and as the test says.</summary>
internal sealed class ScriptedSensor(string name) : ISensor
{
    private int reads;

    public string Name => name;

    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(3);

    public int Reads => Volatile.Read(ref reads);

    /// <summary>What a read does before it gives its GPU. It heeds no cancellation: a hung driver does not either.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public string? UnsupportedReason() => null;

    public async Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref reads);
        await Before();
        frame.AddGpu(new GpuReading { Uuid = $"{name} {number}" });
    }
}
