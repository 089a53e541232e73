namespace SovereignFleet.Server.Fleet.Profiles;

/// <summary>What cannot be expected of any Host: a slip of whoever wrote it. Pure.</summary>
internal static class ProfileFaults
{
    private const int LongestModel = 100;

    // 256: what an agent tells at most.
    private static readonly (string Key, Func<HostProfile, int?> Of, int Least, int Most)[] Numbers =
    [
        ("gpus", profile => profile.Gpus, 0, 256), ("nics", profile => profile.Nics, 0, 256), ("disks", profile => profile.Disks, 0, 256),
        ("pcieGeneration", profile => profile.PcieGeneration, 1, 10), ("pcieWidth", profile => profile.PcieWidth, 1, 32), ("nvLinks", profile => profile.NvLinks, 0, 64),
    ];

    /// <returns>One sentence each, which begins with the key.</returns>
    public static IEnumerable<string> Of(HostProfile profile)
    {
        foreach (var (key, of, least, most) in Numbers)
        {
            if (of(profile) is { } value && (value < least || value > most))
            {
                yield return $"{key}: {value} must be {least} to {most}; leave it out where nothing is expected.";
            }
        }

        if (profile.GpuModel is { Length: 0 or > LongestModel })
        {
            yield return $"gpuModel: must be the name that nvidia-smi shows, 1 to {LongestModel} characters; leave it out where any model will do.";
        }

        if (profile is { Gpus: 0, GpuModel: not null } or { Gpus: 0, NvLinks: > 0 })
        {
            yield return "gpus: 0 must not come with a model or NVLinks of GPUs.";
        }
    }
}
