namespace SovereignFleet.Agent.Exposition.Page;

internal enum MetricType
{
    Gauge = 0,
    Counter = 1,
}
