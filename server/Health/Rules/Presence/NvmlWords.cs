using System.Text.RegularExpressions;

namespace SovereignFleet.Server.Health.Rules.Presence;

/// <summary>Reads what an agent tells of NVML. The wire has NVML's answer in words alone; these are the agent's (agent/Gpu/Nvidia/Nvml/NvmlLibrary),
/// and a test lets the agent say each of them.</summary>
internal static partial class NvmlWords
{
    // "nvmlInit_v2: driver and library have different versions", "nvmlInit_v2: the NVIDIA driver is not loaded",
    // "no NVIDIA driver: libnvidia-ml.so.1 cannot be loaded", "nvmlInit_v2: no permission", "the NVIDIA driver lists no GPU",
    // "nvmlDeviceGetFieldValues: the GPU requires a reset", "the driver has not answered for 12 s",
    // "the driver does not answer: it cannot be opened anew"
    private static readonly (string Words, NvmlTrouble Trouble)[] Known =
    [
        ("driver and library have different versions", NvmlTrouble.VersionMismatch),
        ("driver is not loaded", NvmlTrouble.DriverNotLoaded),
        ("cannot be loaded", NvmlTrouble.NoLibrary),
        ("no permission", NvmlTrouble.NoPermission),
        ("lists no GPU", NvmlTrouble.NoGpuListed),
        ("requires a reset", NvmlTrouble.ResetRequired),
        ("not answer", NvmlTrouble.Hangs),
    ];

    public static NvmlTrouble Read(string said) =>
        Known.FirstOrDefault(known => said.Contains(known.Words, StringComparison.OrdinalIgnoreCase)).Trouble;

    /// <summary>Without the name of NVML's function: "nvmlDeviceGetFieldValues: NVML error 999 (Unknown)" is "NVML error 999 (Unknown)".</summary>
    public static string ForAPerson(string said) => said.Length == 0 ? "its agent does not say why" : Function().Replace(said, "");

    [GeneratedRegex(@"\Anvml\w+: ")]
    private static partial Regex Function();
}
