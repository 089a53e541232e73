namespace SovereignFleet.Agent.Exposition;

internal enum MetricType
{
    Gauge = 0,
    Counter = 1,
}
