using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Ipmi;

/// <summary>How ipmi_exporter names sensors of one of ipmitool's units.</summary>
/// <param name="Scale">By which the reading is multiplied.</param>
internal sealed record IpmiMetric(string Unit, string Value, string ValueHelp, double Scale, IpmiState State)
{
    private static readonly IpmiState FanSpeed = new("ipmi_fan_speed_state", "Fan speed");

    public static readonly IpmiMetric FanRatio = new("percent", "ipmi_fan_speed_ratio", "Fan speed, share of the fastest.", 0.01, FanSpeed);

    /// <summary>Sensors of any other unit, or of none.</summary>
    private static readonly IpmiMetric Other = new(
        "", "ipmi_sensor_value", "What the sensor reads, in the unit that type names.", 1, new("ipmi_sensor_state", "Sensor"));

    private static readonly IpmiMetric[] ByUnit =
    [
        new("degrees C", "ipmi_temperature_celsius", "Temperature, degrees Celsius.", 1, new("ipmi_temperature_state", "Temperature")),
        new("RPM", "ipmi_fan_speed_rpm", "Fan speed, rotations per minute.", 1, FanSpeed),
        new("Volts", "ipmi_voltage_volts", "Voltage, volts.", 1, new("ipmi_voltage_state", "Voltage")),
        new("Amps", "ipmi_current_amperes", "Current, amperes.", 1, new("ipmi_current_state", "Current")),
        new("Watts", "ipmi_power_watts", "Power, watts.", 1, new("ipmi_power_state", "Power")),
    ];

    public static IReadOnlyList<IpmiMetric> All { get; } = [.. ByUnit, FanRatio, Other];

    /// <summary>Two metrics of fans share their state, and a family may stand on the page once.</summary>
    public static IReadOnlyList<IpmiState> States { get; } = [.. All.Select(metric => metric.State).Distinct()];

    public bool HasType => this == Other;

    public static IpmiMetric Of(BmcSensor sensor) =>
        Array.Find(ByUnit, metric => metric.Unit == sensor.Unit) ?? (sensor.Unit == FanRatio.Unit && IsFan(sensor) ? FanRatio : Other);

    // Fan 1            | 07h | ok  | 30.1 | 29.40 percent: entity 29 is a fan, 30 a cooling unit (IPMI 2.0, table 43-13)
    private static bool IsFan(BmcSensor sensor) =>
        sensor.Entity.StartsWith("29.", StringComparison.Ordinal) || sensor.Entity.StartsWith("30.", StringComparison.Ordinal)
        || sensor.Name.Contains("fan", StringComparison.OrdinalIgnoreCase);
}
