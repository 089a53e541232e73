using System.Globalization;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>What one GPU's samples are labelled with. Our own names leave out what is no matter of identity; gpu and UUID join them
/// with DCGM's. Each set is made once, not for each scrape.</summary>
internal sealed class GpuLabels
{
    private readonly Dictionary<(LabelSet Begin, (string Name, string Value) One, (string Name, string Value) Two), LabelSet> more = [];
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

    /// <summary>Our own, and one or two more.</summary>
    public LabelSet Of(string name, string value, string secondName = "", string second = "") => Behind(Own, (name, value), (secondName, second));

    /// <summary>DCGM's, and one or two more.</summary>
    public LabelSet OfDcgm(string name, string value, string secondName = "", string second = "") => Behind(Dcgm, (name, value), (secondName, second));

    /// <summary>DCGM's, of an instance of MIG: its labels stand before the last ones.</summary>
    public LabelSet OfInstance(string profile, uint id)
    {
        var key = (Dcgm, ("GPU_I_PROFILE", profile), ("GPU_I_ID", id.ToString(CultureInfo.InvariantCulture)));
        return more.TryGetValue(key, out var known) ? known : more[key] = LabelSet.Of([.. first, key.Item2, key.Item3, .. last]);
    }

    private LabelSet Behind(LabelSet begin, (string Name, string Value) one, (string Name, string Value) two)
    {
        var key = (begin, one, two);
        return more.TryGetValue(key, out var known) ? known : more[key] = two.Name.Length == 0 ? begin.With(one) : begin.With(one, two);
    }
}
