using SovereignFleet.Proto.Link;

namespace SovereignFleet.Simulator.Hardware;

/// <summary>One board: its load drives its power, its power its temperature, with some inertia; its faults show where a
/// real board shows them.</summary>
internal sealed class SimulatedGpu(int index, string uuid, GpuCharacter character, Random random)
{
    public const int SlowdownC = 87;
    private const long ThermalSlowdown = 0x40; // nvmlClocksEventReasonHwThermalSlowdown
    private const long Idle = 0x1;             // nvmlClocksEventReasonGpuIdle
    private const long MemoryBytes = 80L << 30;
    private const long Banks = 1280;
    private const uint Links = 18;

    private double celsius = character.IdleCelsius;
    private double watts = character.IdleWatts;
    private double utilization;
    private double energyJoules;
    private double slowedSeconds;
    private long uncorrected;
    private long remapped;

    public int Index => index;

    public string Uuid => uuid;

    /// <summary>"0000:05:00": as the kernel log writes it.</summary>
    public string PciAddress => $"0000:{5 + index * 8:x2}:00";

    public GpuFault Faults { get; private set; }

    public void Break(GpuFault fault)
    {
        Faults |= fault;
        remapped += fault == GpuFault.RemapPending ? 1 : 0;
    }

    public void CountUncorrected() => uncorrected++;

    public void Mend()
    {
        Faults = GpuFault.None;
        uncorrected = 0;
    }

    /// <param name="load">From 0 to 1: the share of its Host's capacity that is at work.</param>
    public void Advance(double load, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        utilization = Math.Clamp(load * 100 + Noise(4), 0, 100);
        watts += (Mix(character.IdleWatts, character.BusyWatts) - watts) * Pull(seconds, 2) + Noise(3);
        var target = Mix(character.IdleCelsius, character.BusyCelsius) + (Faults.HasFlag(GpuFault.Overheat) ? 50 : 0);
        celsius += (Math.Min(target, SlowdownC + 3) - celsius) * Pull(seconds, 12) + Noise(0.2);
        energyJoules += Math.Max(0, watts) * seconds;
        slowedSeconds += celsius >= SlowdownC ? seconds : 0;
    }

    public GpuReading Read()
    {
        if (Faults.HasFlag(GpuFault.Lost))
        {
            return new GpuReading { Uuid = uuid, Index = (uint)index, State = GpuReading.Types.State.Lost, Error = "GPU is lost" };
        }

        var slowed = celsius >= SlowdownC;
        return new GpuReading
        {
            Uuid = uuid,
            Index = (uint)index,
            State = GpuReading.Types.State.Present,
            TemperatureC = (long)celsius,
            MemoryTemperatureC = (long)celsius + 6,
            TemperatureMarginC = SlowdownC - (long)celsius,
            PowerMw = (long)(watts * 1000),
            PowerLimitMw = 700_000,
            EnergyMj = (long)(energyJoules * 1000),
            GpuUtilizationPercent = (long)utilization,
            MemoryUtilizationPercent = (long)(utilization * 0.6),
            MemoryUsedBytes = MemoryBytes * 9 / 10,
            MemoryTotalBytes = MemoryBytes,
            SmClockMhz = slowed ? 1095 : 1980,
            MemoryClockMhz = 2619,
            ClocksEventReasons = slowed ? ThermalSlowdown : utilization < 1 ? Idle : 0,
            EccVolatileCorrected = 0,
            EccVolatileUncorrected = uncorrected,
            EccAggregateCorrected = 0,
            EccAggregateUncorrected = uncorrected,
            RemappedRowsCorrected = 0,
            RemappedRowsUncorrected = remapped,
            RowRemapPending = Faults.HasFlag(GpuFault.RemapPending) ? 1 : 0,
            RowRemapFailure = 0,
            PcieReplays = 0,
            PcieGeneration = 5,
            PcieWidth = 16,
            RecoveryAction = 0,
            SramThresholdExceeded = 0,
            PerformanceState = 0,
            PowerInstantMw = (long)(watts * 1000),
            MemoryReservedBytes = 589_824_000,
            ComputeProcesses = utilization < 1 ? 0 : 1,
            GraphicsActivePermille = (long)(utilization * 10),
            TensorActivePermille = (long)(utilization * 5),
            DramActivePermille = (long)(utilization * 6),
            ThrottleHwThermalNs = (long)(slowedSeconds * 1e9),
            EccSramVolatileUncorrected = 0,
            EccSramAggregateUncorrected = 0,
            EccDramVolatileUncorrected = uncorrected,
            EccDramAggregateUncorrected = uncorrected,
            RemapBanksMax = Banks - remapped,
            RemapBanksHigh = remapped,
            RemapBanksPartial = 0,
            RemapBanksLow = 0,
            RemapBanksNone = 0,
            NvlinkLinksUp = Links,
            NvlinkLinksDown = 0,
            PcieFatalErrors = 0,
        };
    }

    public GpuInfo Describe() => new()
    {
        Uuid = uuid,
        Index = (uint)index,
        Name = "NVIDIA H100 80GB HBM3 (simulated)",
        Serial = "16" + uuid[^12..],
        PciAddress = $"0000{PciAddress}.0",
        Slot = (uint)index + 1,
        DriverVersion = "570.86.15",
        SlowdownC = SlowdownC,
        ShutdownC = 92,
        MemoryMaxC = 95,
        GpuMaxC = SlowdownC,
        PcieMaxGeneration = 5,
        PcieMaxWidth = 16,
        PowerLimitDefaultMw = 700_000,
        PowerLimitMinMw = 200_000,
        PowerLimitMaxMw = 700_000,
        EccEnabled = true,
        Persistence = true,
        MigEnabled = false,
        Architecture = "Hopper",
        GspFirmware = "570.86.15",
        ModuleId = (uint)index + 1,
        MinorNumber = (uint)index,
        Nvlinks = Links,
    };

    private double Mix(double idle, double busy) => idle + (busy - idle) * utilization / 100;

    /// <summary>How far a quantity with this time constant moves towards its target.</summary>
    private static double Pull(double seconds, double timeConstant) => 1 - Math.Exp(-seconds / timeConstant);

    private double Noise(double width) => (random.NextDouble() - 0.5) * width;
}
