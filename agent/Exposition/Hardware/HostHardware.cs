using System.Diagnostics.Metrics;
using System.Globalization;
using SovereignFleet.Agent.Exposition.Ipmi;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Proto.Link;
using static SovereignFleet.Agent.Exposition.Hardware.HardwareKind;

namespace SovereignFleet.Agent.Exposition.Hardware;

/// <summary>What the BMC tells of the Host. The whole Host's power is hw.host.power alone, so that a sum over hw.power counts nothing twice.</summary>
internal static class HostHardware
{
    public static IEnumerable<HardwareMetric> Metrics(Observed observed) =>
    [
        new("hw.host.power", Gauge, "W", "What the Host draws.", () => HostPower(observed.Bmc)),
        new("hw.fan.speed", Gauge, "rpm", "Fan speed.", () => Sensors(observed.Bmc, "RPM")),
        new("hw.fan.speed_ratio", Gauge, "1", "Fan speed, share of the fastest.", () => FanRatios(observed.Bmc)),
        new("hw.voltage", Gauge, "V", "Voltage.", () => Sensors(observed.Bmc, "Volts")),
    ];

    /// <summary>For hw.temperature, which the GPUs share.</summary>
    public static IEnumerable<Measurement<double>> Temperatures(Observed observed) => Sensors(observed.Bmc, "degrees C");

    private static IEnumerable<Measurement<double>> HostPower(BmcReading? bmc) =>
        bmc is { HasPowerW: true } ? [new Measurement<double>(bmc.PowerW, Tags.Of(("hw.id", "host")))] : [];

    private static IEnumerable<Measurement<double>> FanRatios(BmcReading? bmc) =>
        from sensor in bmc?.Sensors ?? []
        where sensor.HasValue && IpmiMetric.Of(sensor) == IpmiMetric.FanRatio
        select Of(sensor, sensor.Value * IpmiMetric.FanRatio.Scale);

    private static IEnumerable<Measurement<double>> Sensors(BmcReading? bmc, string unit) =>
        from sensor in bmc?.Sensors ?? []
        where sensor.Unit == unit && sensor.HasValue
        select Of(sensor, sensor.Value);

    private static Measurement<double> Of(BmcSensor sensor, double value) => new(value, Tags.Of(
        ("hw.id", "bmc/" + sensor.Number.ToString(CultureInfo.InvariantCulture) + "/" + sensor.Name), ("hw.name", sensor.Name), ("hw.sensor_location", sensor.Name)));
}
