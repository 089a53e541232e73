namespace SovereignFleet.Agent.Exposition;

/// <summary>How ipmi_exporter names sensors of one of ipmitool's units.</summary>
internal sealed record IpmiMetric(string Unit, string Value, string ValueHelp, string State, string StateHelp)
{
    private const string States = ": 0 nominal, 1 warning, 2 critical, as the BMC judges.";

    public static IReadOnlyList<IpmiMetric> All { get; } =
    [
        new("degrees C", "ipmi_temperature_celsius", "Temperature, degrees Celsius.", "ipmi_temperature_state", "Temperature" + States),
        new("RPM", "ipmi_fan_speed_rpm", "Fan speed, rotations per minute.", "ipmi_fan_speed_state", "Fan speed" + States),
        new("Volts", "ipmi_voltage_volts", "Voltage, volts.", "ipmi_voltage_state", "Voltage" + States),
        new("Amps", "ipmi_current_amperes", "Current, amperes.", "ipmi_current_state", "Current" + States),
        new("Watts", "ipmi_power_watts", "Power, watts.", "ipmi_power_state", "Power" + States),
    ];

    /// <summary>Sensors of any other unit, or of none.</summary>
    public static IpmiMetric Other { get; } = new(
        "", "ipmi_sensor_value", "What the sensor reads, in the unit that type names.", "ipmi_sensor_state", "Sensor" + States);
}
