using SovereignFleet.Agent.Sensing.Frames;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Uplink;

/// <summary>Puts the server's Settings in force. What they do not name stays as it is.</summary>
internal sealed class ServerSettings(SensorPeriods periods, Predictions predictions)
{
    public void Apply(Settings settings)
    {
        if (settings.GpuPeriod is { } gpu)
        {
            periods.Set("gpu", gpu.ToTimeSpan());
        }

        if (settings.BmcPeriod is { } bmc)
        {
            periods.Set("bmc", bmc.ToTimeSpan());
        }

        if (settings.PredictedFailures is { } predicted)
        {
            predictions.Set(predicted.GpuUuids);
        }
    }
}
