using System.Globalization;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Expected;

/// <summary>What a person writes into the dialog: an empty field is "nothing is expected".</summary>
internal sealed class ProfileDraft
{
    public static readonly IReadOnlyList<(string Id, string Title, int Least, int Most)> Numbers =
    [
        ("gpus", "GPUs", 0, 256), ("nics", "Network cards", 0, 256), ("disks", "NVMe disks", 0, 256),
        ("pcie-generation", "PCIe generation", 1, 10), ("pcie-width", "PCIe lanes", 1, 32), ("nvlinks", "NVLinks of each GPU", 0, 64),
    ];

    private readonly Dictionary<string, uint?> values = [];

    public string Model { get; set; } = "";

    /// <summary>Begins with what was found, else with what is expected so far.</summary>
    public static ProfileDraft Of(ProfileView? profile)
    {
        var from = profile?.Found ?? profile?.Expected ?? new HostProfile();
        var draft = new ProfileDraft { Model = from.GpuModel };
        draft.values["gpus"] = from.HasGpus ? from.Gpus : null;
        draft.values["nics"] = from.HasNics ? from.Nics : null;
        draft.values["disks"] = from.HasDisks ? from.Disks : null;
        draft.values["pcie-generation"] = from.HasPcieGeneration ? from.PcieGeneration : null;
        draft.values["pcie-width"] = from.HasPcieWidth ? from.PcieWidth : null;
        draft.values["nvlinks"] = from.HasNvlinks ? from.Nvlinks : null;
        return draft;
    }

    public string Text(string id) => values.GetValueOrDefault(id)?.ToString(CultureInfo.InvariantCulture) ?? "";

    public void Write(string id, string? text) =>
        values[id] = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    public HostProfile Profile()
    {
        var profile = new HostProfile { GpuModel = Model.Trim() };
        Put("gpus", value => profile.Gpus = value);
        Put("nics", value => profile.Nics = value);
        Put("disks", value => profile.Disks = value);
        Put("pcie-generation", value => profile.PcieGeneration = value);
        Put("pcie-width", value => profile.PcieWidth = value);
        Put("nvlinks", value => profile.Nvlinks = value);
        return profile;
    }

    private void Put(string id, Action<uint> put)
    {
        if (values.GetValueOrDefault(id) is { } value)
        {
            put(value);
        }
    }
}
