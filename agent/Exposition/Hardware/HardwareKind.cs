namespace SovereignFleet.Agent.Exposition.Hardware;

internal enum HardwareKind
{
    Counter = 0,
    Gauge = 1,
    UpDownCounter = 2,
}
