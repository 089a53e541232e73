using System.Globalization;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>What one GPU's samples are labelled with. Our own names leave out what is no matter of identity; gpu and UUID join them
/// with DCGM's. Each set is made once, not for each scrape.</summary>
internal sealed class GpuLabels
{
    private readonly Dictionary<(string First, string Second), LabelSet> more = [];
    private readonly (string Name, string Value)[] first;
    private readonly (string Name, string Value)[] last;

    /// <summary>In the order of dcgm-exporter. It numbers devices by the GPU's index too.</summary>
    public GpuLabels(string uuid, uint index, GpuInfo? info, string hostnameLabel, string hostName)
    {
        var gpu = index.ToString(CultureInfo.InvariantCulture);
        (string, string)[] own = [("gpu", gpu), ("UUID", uuid), ("pci_bus_id", info?.PciAddress.ToUpperInvariant() ?? ""), ("device", "nvidia" + gpu)];
        first = [.. own, ("modelName", info?.Name ?? "")];
        last = [(hostnameLabel, hostName), ("DCGM_FI_DRIVER_VERSION", info?.DriverVersion ?? "")];
        Dcgm = LabelSet.Of([.. first, .. last]);
        Own = LabelSet.Of([.. own, (hostnameLabel, hostName)]);
    }

    public LabelSet Dcgm { get; }

    public LabelSet Own { get; }

    /// <summary>Our own and one more.</summary>
    public LabelSet Of(string name, string value) => Kept((value, ""), () => Own.With((name, value)));

    /// <summary>Our own and two more.</summary>
    public LabelSet Of(string name, string value, string secondName, string second) =>
        Kept((value, second), () => Own.With((name, value), (secondName, second)));

    /// <summary>DCGM's, of an instance of MIG.</summary>
    public LabelSet OfInstance(string profile, uint id) =>
        Kept((profile, "instance " + id), () => LabelSet.Of([.. first, ("GPU_I_PROFILE", profile), ("GPU_I_ID", id.ToString(CultureInfo.InvariantCulture)), .. last]));

    private LabelSet Kept((string First, string Second) key, Func<LabelSet> make)
    {
        if (!more.TryGetValue(key, out var labels))
        {
            more[key] = labels = make();
        }

        return labels;
    }
}
