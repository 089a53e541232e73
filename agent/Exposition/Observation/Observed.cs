using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Sensing.Frames;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Observation;

/// <summary>Sees each Frame, Inventory and Event on its way to the spool, and keeps the last of each. A reading that grew old is
/// forgotten: who scrapes must see a gap where there is one.</summary>
internal sealed class Observed(SpoolWriter next, SensorPeriods periods, ExpositionFacts facts, TimeProvider time) : IFrameSink, IEventSink
{
    public const string BmcSensor = "bmc";

    /// <summary>Before the Host's name: the sensor that reads that Host's BMC.</summary>
    public const string GatewaySensor = "gateway:";

    /// <summary>So many periods a reading may miss before it is old.</summary>
    private const int PeriodsMissed = 3;

    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GpuPeriod = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ObservedGpu> gpus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (GatewayReading Reading, long At)> gateway = new(StringComparer.Ordinal);
    private readonly ObservedEvents events = new(time);
    private BmcReading? bmc;
    private Frame? frame;
    private long bmcAt;
    private long frameAt;

    /// <summary>Held by writers and by who reads the properties below.</summary>
    public Lock Gate { get; } = new();

    public ObservedEvents Events => events;

    public Inventory? Inventory { get; private set; }

    public long Frames { get; private set; }

    /// <summary>The Frame of this second, or null where none came lately: its inference readings and sensor statuses.</summary>
    public Frame? Frame => frame is not null && IsFresh(frameAt, GpuPeriod) ? frame : null;

    public BmcReading? Bmc => bmc is not null && IsFresh(bmcAt, periods.Of(BmcSensor, facts.BmcPeriod)) ? bmc : null;

    /// <summary>How the sensor of this name fared, or null where no such sensor runs.</summary>
    public SensorStatus? StatusOf(string sensor) => Frame?.Sensors.FirstOrDefault(status => status.Name == sensor);

    /// <summary>Another Host's BMC, as this agent last read it.</summary>
    public GatewayReading? Gateway(string host) =>
        gateway.TryGetValue(host, out var last) && IsFresh(last.At, periods.Of(GatewaySensor + host, facts.BmcPeriod)) ? last.Reading : null;

    /// <summary>In order of their index. What they are is not known before the first Inventory: until then there are none.</summary>
    public IEnumerable<ObservedGpu> Gpus => Inventory is null
        ? []
        : gpus.Values.Where(gpu => gpu.WasRead && IsFresh(gpu.At, periods.Of("gpu", GpuPeriod))).OrderBy(gpu => gpu.Reading.Index);

    public ValueTask WriteAsync(Frame read, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            (frame, frameAt) = (read, time.GetTimestamp());
            Frames++;
            foreach (var reading in read.Gpus)
            {
                Gpu(reading.Uuid).Take(reading);
            }

            if (read.Bmc is { } now)
            {
                (bmc, bmcAt) = (now, frameAt);
            }

            for (var i = 0; i < read.Gateway.Count; i++)
            {
                gateway[read.Gateway[i].Host] = (read.Gateway[i], frameAt);
            }
        }

        return next.WriteAsync(read, cancellationToken);
    }

    public ValueTask WriteAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            Inventory = inventory;
            foreach (var gpu in inventory.Gpus)
            {
                Gpu(gpu.Uuid).Info = gpu;
            }

            foreach (var gone in gpus.Where(gpu => !IsFresh(gpu.Value.At, SensorPeriods.Longest)).Select(gpu => gpu.Key).ToList())
            {
                gpus.Remove(gone); // exchanged: its successor has another UUID
            }
        }

        return next.WriteAsync(inventory, cancellationToken);
    }

    public ValueTask WriteAsync(Event happened, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            events.Take(happened, Inventory);
        }

        return next.WriteAsync(happened, cancellationToken);
    }

    private ObservedGpu Gpu(string uuid)
    {
        if (!gpus.TryGetValue(uuid, out var gpu))
        {
            gpus[uuid] = gpu = new ObservedGpu(time);
        }

        return gpu;
    }

    private bool IsFresh(long at, TimeSpan period)
    {
        var most = period * PeriodsMissed;
        return time.GetElapsedTime(at) <= (most > LeastAge ? most : LeastAge);
    }
}
