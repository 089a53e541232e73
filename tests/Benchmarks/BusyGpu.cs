using SovereignFleet.Proto.Link;

namespace SovereignFleet.Benchmarks;

/// <summary>An H100 that serves inference: what is measured jitters, what is counted grows, and the rest stays what it is.</summary>
internal sealed class BusyGpu(uint index, Random random)
{
    private const int FirstMetric = 10;
    private const int LastMetric = 96;
    private const long PowerCapped = 0x4; // nvmlClocksEventReasonSwPowerCap
    private readonly GpuReading state = AllKnown(index);
    private double load = 0.6;
    private double celsius = 55;
    private double watts = 450;

    public string Uuid => state.Uuid;

    public GpuReading NextSecond()
    {
        load = Math.Clamp(load + Noise(0.1), 0.05, 1);
        watts += ((100 + (600 * load)) - watts) * 0.4 + Noise(8);
        celsius += ((30 + (watts / 16)) - celsius) * 0.08 + Noise(0.3);
        Measure();
        Count();
        return state.Clone();
    }

    private static GpuReading AllKnown(uint index)
    {
        var reading = new GpuReading { Uuid = $"GPU-5f0ef1ee-0000-4000-8000-{index:x12}", Index = index, State = GpuReading.Types.State.Present };
        for (var metric = FirstMetric; metric <= LastMetric; metric++)
        {
            GpuReading.Descriptor.FindFieldByNumber(metric).Accessor.SetValue(reading, 0L);
        }

        (reading.PowerLimitMw, reading.MemoryTotalBytes, reading.MemoryUsedBytes) = (700_000, 85_520_809_984, 77_309_411_328);
        (reading.MemoryClockMhz, reading.PcieGeneration, reading.PcieWidth, reading.NvlinkLinksUp) = (2619, 5, 16, 18);
        (reading.RemapBanksMax, reading.FabricState, reading.ComputeProcesses, reading.MemoryReservedBytes) = (2560, 3, 1, 601_686_016);
        return reading;
    }

    private void Measure()
    {
        state.TemperatureC = (long)celsius;
        state.MemoryTemperatureC = (long)celsius + 9;
        state.TemperatureMarginC = 87 - (long)celsius;
        state.PowerMw = (long)(watts * 1000);
        state.PowerInstantMw = (long)((watts + Noise(30)) * 1000);
        state.GpuUtilizationPercent = (long)(load * 100);
        state.MemoryUtilizationPercent = (long)(load * 60);
        state.SmClockMhz = watts > 650 ? 1980 - (15 * random.Next(12)) : 1980;
        state.ClocksEventReasons = watts > 650 ? PowerCapped : 0;
        state.MemoryUsedBytes += random.Next(10) == 0 ? random.Next(-4, 5) * (2L << 20) : 0;
        state.GraphicsActivePermille = (long)(load * 950) + random.Next(40);
        state.TensorActivePermille = (long)(load * 500) + random.Next(60);
        state.DramActivePermille = (long)(load * 700) + random.Next(60);
    }

    private void Count()
    {
        state.EnergyMj += (long)(watts * 1000);
        state.PcieTxBytes += (long)(load * 800e6 * (0.5 + random.NextDouble()));
        state.PcieRxBytes += (long)(load * 2e9 * (0.5 + random.NextDouble()));
        state.NvlinkTxBytes += 1024 * (long)(load * 40e6 * (0.5 + random.NextDouble()));
        state.NvlinkRxBytes += 1024 * (long)(load * 40e6 * (0.5 + random.NextDouble()));
        state.ThrottlePowerNs += watts > 650 ? random.Next(200_000_000, 1_000_000_000) : 0;
        state.EccVolatileCorrected += random.Next(20_000) == 0 ? 1 : 0;
        state.PcieCorrectableErrors += random.Next(5_000) == 0 ? 1 : 0;
    }

    private double Noise(double width) => (random.NextDouble() - 0.5) * width;
}
