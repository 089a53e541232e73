using System.Globalization;

namespace SovereignFleet.Server.Fleet.Profiles;

/// <summary>A profile as the Journal tells it: "8 GPUs NVIDIA H100 80GB HBM3, 9 NICs, 10 disks, PCIe generation 5 x16, 18 NVLinks".</summary>
internal static class ProfileText
{
    public static string Of(HostProfile profile)
    {
        string[] parts =
        [
            .. profile.Gpus is { } gpus ? [$"{gpus} GPUs{(profile.GpuModel is { } model ? " " + model : "")}"] : Array.Empty<string>(),
            .. profile.Nics is { } nics ? [$"{nics} NICs"] : Array.Empty<string>(),
            .. profile.Disks is { } disks ? [$"{disks} disks"] : Array.Empty<string>(),
            .. profile.PcieWidth is { } width ? [$"PCIe{(profile.PcieGeneration is { } generation ? string.Create(CultureInfo.InvariantCulture, $" generation {generation}") : "")} x{width}"] : Array.Empty<string>(),
            .. profile.NvLinks is { } links ? [$"{links} NVLinks"] : Array.Empty<string>(),
        ];
        return parts.Length > 0 ? string.Join(", ", parts) : "nothing";
    }
}
