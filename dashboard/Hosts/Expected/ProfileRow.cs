using System.Globalization;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Expected;

/// <summary>One thing that a Host is to have, beside what its agent found.</summary>
/// <param name="Name">"GPUs".</param>
/// <param name="IsLess">What is expected is known, what was found too, and it is not that.</param>
internal sealed record ProfileRow(string Name, string Expected, string Found, bool IsLess)
{
    /// <summary>Only what is expected or was found.</summary>
    public static IReadOnlyList<ProfileRow> Of(ProfileView? profile)
    {
        var expected = profile?.Expected ?? new HostProfile();
        var found = profile?.Found ?? new HostProfile();
        ProfileRow[] rows =
        [
            Number("GPUs", expected.HasGpus ? expected.Gpus : null, found.HasGpus ? found.Gpus : null),
            new("GPU model", Known(expected.GpuModel), Known(found.GpuModel), expected.GpuModel.Length > 0 && found.GpuModel.Length > 0 && expected.GpuModel != found.GpuModel),
            Number("Network cards", expected.HasNics ? expected.Nics : null, found.HasNics ? found.Nics : null),
            Number("NVMe disks", expected.HasDisks ? expected.Disks : null, found.HasDisks ? found.Disks : null),
            Number("PCIe generation", expected.HasPcieGeneration ? expected.PcieGeneration : null, found.HasPcieGeneration ? found.PcieGeneration : null),
            Number("PCIe lanes", expected.HasPcieWidth ? expected.PcieWidth : null, found.HasPcieWidth ? found.PcieWidth : null),
            Number("NVLinks of each GPU", expected.HasNvlinks ? expected.Nvlinks : null, found.HasNvlinks ? found.Nvlinks : null),
        ];
        return [.. rows.Where(row => row.Expected != Shown.Nothing || row.Found != Shown.Nothing)];
    }

    /// <summary>Whose word it is, in a sentence.</summary>
    public static string Origin(ProfileView? profile) => profile?.Origin switch
    {
        ProfileOrigin.Learned => "Seen on its first day; nobody has confirmed it yet.",
        ProfileOrigin.Confirmed => $"Confirmed by {profile.By}{(profile.Reason.Length > 0 ? $": {profile.Reason}" : "")}.",
        ProfileOrigin.Declared => "Declared by the inventory, which alone changes it (section profiles).",
        _ => "Nothing is expected yet: it is learned when the agent first reads the GPUs. Say it yourself where the host has none.",
    };

    private static ProfileRow Number(string name, uint? expected, uint? found) => new(name, Text(expected), Text(found), found < expected);

    private static string Text(uint? value) => value?.ToString(CultureInfo.InvariantCulture) ?? Shown.Nothing;

    private static string Known(string text) => text.Length > 0 ? text : Shown.Nothing;
}
