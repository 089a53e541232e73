using SovereignFleet.Simulator.Plan;

namespace SovereignFleet.Simulator.Hardware;

/// <summary>One simulated Host: its boards, its locator LED, and the requests that its inference server holds.</summary>
internal sealed class SimulatedHost
{
    /// <summary>Requests in flight at which the boards work at their most.</summary>
    private const double FullLoad = 6;

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private DateTimeOffset advanced;
    private int inFlight;

    public SimulatedHost(HostPlan plan, int seed, Quantiles power, Quantiles temperature, TimeProvider time)
    {
        Plan = plan;
        this.time = time;
        advanced = time.GetUtcNow();
        var random = new Random(seed * 1000 + plan.Number);
        Gpus = [.. Enumerable.Range(0, FleetPlan.GpusPerHost).Select(index =>
            new SimulatedGpu(index, Uuid(seed, plan.Number, index), GpuCharacter.Draw(random, power, temperature), random))];
    }

    public HostPlan Plan { get; }

    public IReadOnlyList<SimulatedGpu> Gpus { get; }

    public bool IdentifyOn { get; set; }

    public int InFlight => Volatile.Read(ref inFlight);

    public void RequestBegun() => Interlocked.Increment(ref inFlight);

    public void RequestEnded() => Interlocked.Decrement(ref inFlight);

    /// <summary>Brings the boards to now and gives what is asked of them; one caller at a time.</summary>
    public T Now<T>(Func<IReadOnlyList<SimulatedGpu>, T> read)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            foreach (var gpu in Gpus)
            {
                gpu.Advance(Math.Min(1, InFlight / FullLoad), now - advanced);
            }

            advanced = now;
            return read(Gpus);
        }
    }

    /// <summary>The same in every run with the same seed: a GPU is its UUID.</summary>
    private static string Uuid(int seed, int host, int index) => $"GPU-5eed{seed:x4}-0000-4000-8000-{host:x8}{index:x4}";
}
