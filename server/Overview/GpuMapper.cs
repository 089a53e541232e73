using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Prediction;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>One GPU as the API shows it. What its last reading lacks stays absent.</summary>
internal static class GpuMapper
{
    /// <param name="info">What its Host's inventory says of it; null: nothing.</param>
    public static Wire.Gpu Map(Gpu gpu, GpuInfo? info, GpuReading? reading, IEnumerable<Condition> conditions, Risk? risk, Liveness liveness)
    {
        var (health, headline) = HealthVerdict.OfGpu(liveness, reading, conditions, risk);
        var wire = new Wire.Gpu
        {
            Uuid = gpu.Uuid,
            Index = (uint)gpu.Index,
            Model = gpu.Model,
            Serial = gpu.Serial,
            PciAddress = gpu.PciAddress,
            Health = FleetMapper.Map(health),
            Headline = headline,
            Lost = reading?.State == GpuReading.Types.State.Lost,
        };
        if (gpu.Slot is { } slot)
        {
            wire.Slot = (uint)slot;
        }

        AddLimits(wire, gpu, info, reading);
        // What may fail is there: of a GPU that is lost no chance is told.
        if (risk is not null && !wire.Lost)
        {
            (wire.Risk24H, wire.Risk7D, wire.RiskReason) = (risk.Probability24h, risk.Probability7d, risk.Reason);
        }
        // An old reading is no reading: a number on the screen is taken for now.
        if (liveness is Liveness.Live or Liveness.Late && reading is not null)
        {
            AddReading(wire, reading);
        }

        return wire;
    }

    // A limit stays as it was last told: no number of now.
    private static void AddLimits(Wire.Gpu wire, Gpu gpu, GpuInfo? info, GpuReading? reading)
    {
        if (gpu.SlowdownC is { } slowdown)
        {
            wire.SlowdownC = slowdown;
        }

        if (info is { HasMemoryMaxC: true })
        {
            wire.MemoryMaxC = info.MemoryMaxC;
        }

        if (reading is { HasPowerLimitMw: true })
        {
            wire.PowerLimitW = reading.PowerLimitMw / 1000.0;
        }
    }

    private static void AddReading(Wire.Gpu wire, GpuReading reading)
    {
        if (reading.HasTemperatureC)
        {
            wire.TemperatureC = reading.TemperatureC;
        }

        if (reading.HasMemoryTemperatureC)
        {
            wire.MemoryTemperatureC = reading.MemoryTemperatureC;
        }

        if (reading.HasPowerMw)
        {
            wire.PowerW = reading.PowerMw / 1000.0;
        }

        if (reading.HasGpuUtilizationPercent)
        {
            wire.UtilizationPercent = reading.GpuUtilizationPercent;
        }

        if (reading.HasMemoryUsedBytes)
        {
            wire.MemoryUsedBytes = reading.MemoryUsedBytes;
        }

        if (reading.HasMemoryTotalBytes)
        {
            wire.MemoryTotalBytes = reading.MemoryTotalBytes;
        }

        if (reading.HasEccVolatileCorrected)
        {
            wire.EccCorrected = reading.EccVolatileCorrected;
        }

        if (reading.HasEccVolatileUncorrected)
        {
            wire.EccUncorrected = reading.EccVolatileUncorrected;
        }
    }
}
