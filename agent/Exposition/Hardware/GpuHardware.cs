using System.Diagnostics.Metrics;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Proto.Link;
using static SovereignFleet.Agent.Exposition.Hardware.HardwareKind;

namespace SovereignFleet.Agent.Exposition.Hardware;

/// <summary>The GPUs. Its id is the GPU's UUID; a sensor on it has an id of its own and the GPU as its parent.</summary>
internal static class GpuHardware
{
    private const double Milli = 1e3;
    private const double Percent = 100;

    public static IEnumerable<HardwareMetric> Metrics(Observed observed, Predictions predictions)
    {
        HardwareMetric Of(string name, HardwareKind kind, string unit, string help, Func<ObservedGpu, IEnumerable<Measurement<double>>> read) =>
            new(name, kind, unit, help, () => observed.Gpus.SelectMany(read));

        return
        [
            Of("hw.status", UpDownCounter, "1", "1 for the state that the GPU is in.", gpu => States(gpu, predictions)),
            Of("hw.energy", Counter, "J", "Energy since the driver was loaded.", gpu => One(Typed(gpu), gpu.Reading.HasEnergyMj, gpu.Reading.EnergyMj / Milli)),
            Of("hw.power", Gauge, "W", "Power draw.", gpu => One(Typed(gpu), gpu.Reading.HasPowerMw, gpu.Reading.PowerMw / Milli)),
            Of("hw.errors", Counter, "{error}", "ECC errors over the board's life.", Errors),
            new("hw.temperature", Gauge, "Cel", "Temperature.", () => observed.Gpus.SelectMany(Temperatures).Concat(HostHardware.Temperatures(observed))),
            Of("hw.temperature.limit", Gauge, "Cel", "Temperature at which the GPU acts.", Limits),
            Of("hw.gpu.utilization", Gauge, "1", "Share of time in which the GPU was busy.", Utilization),
            Of("hw.gpu.io", Counter, "By", "Moved over PCIe.", Moved),
            Of("hw.gpu.memory.limit", UpDownCounter, "By", "Size of the memory.",
                gpu => One(Whole(gpu), gpu.Reading.HasMemoryTotalBytes, gpu.Reading.MemoryTotalBytes)),
            Of("hw.gpu.memory.usage", UpDownCounter, "By", "Memory in use.",
                gpu => One(Whole(gpu), gpu.Reading.HasMemoryUsedBytes, gpu.Reading.MemoryUsedBytes)),
            Of("hw.gpu.memory.utilization", Gauge, "1", "Share of the memory in use.", MemoryShare),
            Of("sovereignfleet.gpu.xids", Counter, "{xid}", "XIDs since the agent started.", gpu => Xids(gpu, observed.Events)),
        ];
    }

    /// <summary>What the driver and the control plane say: nothing is judged here.</summary>
    private static IEnumerable<Measurement<double>> States(ObservedGpu gpu, Predictions predictions)
    {
        var state = gpu.Reading.State is not GpuReading.Types.State.Present ? "failed"
            : predictions.Contains(gpu.Reading.Uuid) ? "predicted_failure"
            : gpu.Reading.RecoveryAction != 0 ? "degraded"
            : "ok";
        string[] states = ["ok", "degraded", "failed", "predicted_failure"];
        return states.Select(name => new Measurement<double>(name == state ? 1 : 0, Typed(gpu).And("hw.state", name)));
    }

    private static IEnumerable<Measurement<double>> Errors(ObservedGpu gpu) =>
    [
        .. One(Typed(gpu).And("error.type", "corrected"), gpu.Reading.HasEccAggregateCorrected, gpu.Reading.EccAggregateCorrected),
        .. One(Typed(gpu).And("error.type", "uncorrected"), gpu.Reading.HasEccAggregateUncorrected, gpu.Reading.EccAggregateUncorrected),
    ];

    private static IEnumerable<Measurement<double>> Temperatures(ObservedGpu gpu) =>
    [
        .. One(Sensor(gpu, "die"), gpu.Reading.HasTemperatureC, gpu.Reading.TemperatureC),
        .. One(Sensor(gpu, "memory"), gpu.Reading.HasMemoryTemperatureC, gpu.Reading.MemoryTemperatureC),
    ];

    private static IEnumerable<Measurement<double>> Limits(ObservedGpu gpu) => gpu.Info is not { } info ? [] :
    [
        .. One(Sensor(gpu, "die").And("hw.limit_type", "high.degraded"), info.HasSlowdownC, info.SlowdownC),
        .. One(Sensor(gpu, "die").And("hw.limit_type", "high.critical"), info.HasShutdownC, info.ShutdownC),
    ];

    private static IEnumerable<Measurement<double>> Utilization(ObservedGpu gpu) =>
    [
        .. One(Whole(gpu).And("hw.gpu.task", "general"), gpu.Reading.HasGpuUtilizationPercent, gpu.Reading.GpuUtilizationPercent / Percent),
        .. One(Whole(gpu).And("hw.gpu.task", "encoder"), gpu.Reading.HasEncoderUtilizationPercent, gpu.Reading.EncoderUtilizationPercent / Percent),
        .. One(Whole(gpu).And("hw.gpu.task", "decoder"), gpu.Reading.HasDecoderUtilizationPercent, gpu.Reading.DecoderUtilizationPercent / Percent),
    ];

    private static IEnumerable<Measurement<double>> Moved(ObservedGpu gpu) =>
    [
        .. One(Whole(gpu).And("network.io.direction", "transmit"), gpu.Reading.HasPcieTxBytes, gpu.Reading.PcieTxBytes),
        .. One(Whole(gpu).And("network.io.direction", "receive"), gpu.Reading.HasPcieRxBytes, gpu.Reading.PcieRxBytes),
    ];

    private static IEnumerable<Measurement<double>> MemoryShare(ObservedGpu gpu) => One(
        Whole(gpu), gpu.Reading.HasMemoryUsedBytes && gpu.Reading.MemoryTotalBytes > 0,
        gpu.Reading.MemoryUsedBytes / (double)Math.Max(1, gpu.Reading.MemoryTotalBytes));

    private static IEnumerable<Measurement<double>> Xids(ObservedGpu gpu, ObservedEvents events) =>
        events.Xids(gpu.Reading.Uuid).Select(seen => new Measurement<double>(
            seen.Count, Typed(gpu).And("xid", seen.Xid.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    private static IEnumerable<Measurement<double>> One(KeyValuePair<string, object?>[] tags, bool isKnown, double value) =>
        isKnown ? [new Measurement<double>(value, tags)] : [];

    private static KeyValuePair<string, object?>[] Typed(ObservedGpu gpu) => Whole(gpu).And("hw.type", "gpu");

    private static KeyValuePair<string, object?>[] Sensor(ObservedGpu gpu, string location) => Tags.Of(
        ("hw.id", $"{gpu.Reading.Uuid}/{location}"), ("hw.parent", gpu.Reading.Uuid), ("hw.sensor_location", location));

    private static KeyValuePair<string, object?>[] Whole(ObservedGpu gpu) => Tags.Of(
        ("hw.id", gpu.Reading.Uuid), ("hw.name", $"GPU {gpu.Reading.Index}"), ("hw.vendor", "NVIDIA"), ("hw.model", gpu.Info?.Name ?? ""),
        ("hw.serial_number", gpu.Info?.Serial ?? ""), ("hw.driver_version", gpu.Info?.DriverVersion ?? ""), ("hw.firmware_version", gpu.Info?.VbiosVersion ?? ""));
}
