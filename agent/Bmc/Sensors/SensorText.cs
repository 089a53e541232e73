using System.Globalization;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Sensors;

/// <summary>What ipmitool prints of a sensor's reading: a value with its unit, states, both, or why there is none. Pure.</summary>
internal static class SensorText
{
    private const int MostStates = 32;

    // 42 degrees C
    // Presence detected, Failure detected
    // 29.40 percent, Transition to Running
    // Presence detected, AC out-of-range, but present          two states
    // No Reading            Disabled
    // 0x01                  of "sdr list": states that only "sdr elist" spells out
    public static void Read(BmcSensor sensor, string reading)
    {
        var parts = reading.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var states = parts.AsSpan();
        // A sensor that is not read has no value, whatever stands there.
        if (sensor.Status is not ("ns" or "na") && parts.Length > 0 && parts[0].Split(' ', 2) is [var text, var unit] && Number(text) is { } value)
        {
            sensor.Value = value;
            sensor.Unit = unit.Trim();
            states = states[1..];
        }

        sensor.States.AddRange(StateWords.Join((states.Length <= MostStates ? states : states[..MostStates]).ToArray()));
    }

    public static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
