using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Ipmi;

/// <summary>This Host's own BMC.</summary>
internal sealed class IpmiPart(Observed observed) : IMetricsPart
{
    private readonly IpmiSeries series = new();
    private (BmcInfo Bmc, LabelSet Labels)? info;

    public void Write(PageWriter page)
    {
        var status = observed.StatusOf(Observed.BmcSensor);
        if (status is null or { Outcome: SensorStatus.Types.Outcome.NotSupported })
        {
            return;
        }

        var told = observed.Inventory?.Bmc is { FirmwareVersion.Length: > 0 } bmc ? bmc : null;
        series.Write(page, new IpmiView(observed.Bmc, status.Outcome is SensorStatus.Types.Outcome.Ok, status.Took?.ToTimeSpan()), told is not null);
        if (told is not null)
        {
            page.Family("ipmi_bmc_info", MetricType.Gauge, "What the BMC is.");
            page.Sample(LabelsOf(told), 1);
        }
    }

    private LabelSet LabelsOf(BmcInfo bmc)
    {
        if (info is not { } known || !ReferenceEquals(known.Bmc, bmc))
        {
            var bios = observed.Inventory?.Host?.BiosVersion is { Length: > 0 } version ? version : "N/A";
            var labels = LabelSet.Of(
                ("firmware_revision", bmc.FirmwareVersion), ("manufacturer_id", bmc.Manufacturer), ("system_firmware_version", bios), ("bmc_url", "N/A"));
            info = known = (bmc, labels);
        }

        return known.Labels;
    }
}
