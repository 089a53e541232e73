using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Ipmi;

/// <summary>The BMCs of other Hosts that this agent is the gateway of: each a page of its own, as ipmi_exporter shows remote targets. Their
/// series carry no name of the Host: Prometheus has it from the target that it asked for.</summary>
internal sealed class IpmiTargets(Observed observed)
{
    private readonly Dictionary<string, IpmiSeries> series = new(StringComparer.Ordinal);

    /// <summary>False where this agent reads no BMC of that Host.</summary>
    public bool Write(PageWriter page, string host)
    {
        var status = observed.StatusOf(Observed.GatewaySensor + host);
        var last = observed.Gateway(host);
        if (status is null && last is null)
        {
            return false;
        }

        if (!series.TryGetValue(host, out var lines))
        {
            series[host] = lines = new IpmiSeries();
        }

        // The sensor's own status is about this agent: whether the BMC answered stands in the reading.
        var isUp = status is { Outcome: SensorStatus.Types.Outcome.Ok } && last?.Status?.Outcome is SensorStatus.Types.Outcome.Ok;
        lines.Write(page, new IpmiView(last?.Bmc, isUp, status?.Took?.ToTimeSpan()), null);
        return true;
    }
}
