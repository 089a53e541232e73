using System.Globalization;
using SovereignFleet.Agent.Exposition.Http;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>The NVSwitches that have told an error, in dcgm-exporter's names and labels. The agent reads of a switch what its driver writes to
/// the kernel's log: one that is well has no series.</summary>
internal sealed class SwitchPart(Observed observed, ExpositionFacts facts, MetricsOptions options) : IMetricsPart
{
    public void Write(PageWriter page)
    {
        var sxids = observed.Events.Sxids;
        WriteLast(page, "DCGM_FI_DEV_NVSWITCH_FATAL_ERRORS", "The last fatal SXid since the agent started.", sxids.LastFatal);
        WriteLast(page, "DCGM_FI_DEV_NVSWITCH_NON_FATAL_ERRORS", "The last SXid that was not fatal since the agent started.", sxids.LastNonFatal);
        page.Family("sovereignfleet_nvswitch_sxids_total", MetricType.Counter, "SXids since the agent started.");
        foreach (var ((device, sxid, severity), count) in sxids.Totals)
        {
            page.Sample(
                LabelSet.Of(("nvswitch", device), ("sxid", sxid.ToString(CultureInfo.InvariantCulture)), ("severity", severity), (options.HostnameLabel, facts.HostName)),
                count);
        }
    }

    private void WriteLast(PageWriter page, string name, string help, IReadOnlyDictionary<string, int> last)
    {
        page.Family(name, MetricType.Gauge, help);
        foreach (var (device, sxid) in last)
        {
            page.Sample(LabelSet.Of(("nvswitch", device), (options.HostnameLabel, facts.HostName)), sxid);
        }
    }
}
