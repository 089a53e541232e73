using System.Globalization;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>What one GPU's samples are labelled with. Our own names leave out what is no matter of identity; gpu and UUID join them
/// with DCGM's.</summary>
internal sealed record GpuLabels(LabelSet Dcgm, LabelSet Own)
{
    private readonly Dictionary<(string First, string Second), LabelSet> more = [];

    /// <summary>Our own and one more, the same object each time: nothing is made anew for a scrape.</summary>
    public LabelSet Of(string name, string value) => Of(name, value, "", "");

    public LabelSet Of(string name, string value, string secondName, string second)
    {
        if (!more.TryGetValue((value, second), out var labels))
        {
            labels = second.Length == 0 ? Own.With((name, value)) : Own.With((name, value), (secondName, second));
            more[(value, second)] = labels;
        }

        return labels;
    }

    /// <summary>In the order of dcgm-exporter. It numbers devices by the GPU's index too.</summary>
    public static GpuLabels Of(string uuid, uint index, GpuInfo? info, string hostnameLabel, string hostName)
    {
        var gpu = index.ToString(CultureInfo.InvariantCulture);
        var pci = info?.PciAddress.ToUpperInvariant() ?? "";
        return new GpuLabels(
            LabelSet.Of(
                ("gpu", gpu), ("UUID", uuid), ("pci_bus_id", pci), ("device", "nvidia" + gpu), ("modelName", info?.Name ?? ""),
                (hostnameLabel, hostName), ("DCGM_FI_DRIVER_VERSION", info?.DriverVersion ?? "")),
            LabelSet.Of(("gpu", gpu), ("UUID", uuid), ("pci_bus_id", pci), ("device", "nvidia" + gpu), (hostnameLabel, hostName)));
    }
}
