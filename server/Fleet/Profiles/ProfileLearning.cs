namespace SovereignFleet.Server.Fleet.Profiles;

/// <summary>What is expected of a Host of which nobody has said it: the most that it showed on its first day. Pure.</summary>
internal static class ProfileLearning
{
    /// <summary>How long what comes later still belongs to a Host that is being built.</summary>
    public static readonly TimeSpan FirstDay = TimeSpan.FromDays(1);

    /// <param name="expected">Null: nothing is yet.</param>
    /// <returns>What is expected from now on; null: it stays as it is.</returns>
    public static HostProfile? Next(ExpectedProfile? expected, HostProfile found, DateTimeOffset now) => expected switch
    {
        // A Host that shows no GPU teaches nothing: it may be blind.
        null => found.Gpus > 0 ? found : null,
        { Origin: ProfileOrigin.Learned } learned when now - learned.Since < FirstDay && Most(learned.Profile, found) is var most && most != learned.Profile => most,
        _ => null,
    };

    private static HostProfile Most(HostProfile one, HostProfile other) => new()
    {
        Gpus = Most(one.Gpus, other.Gpus),
        GpuModel = one.GpuModel,
        Nics = Most(one.Nics, other.Nics),
        Disks = Most(one.Disks, other.Disks),
        PcieGeneration = Most(one.PcieGeneration, other.PcieGeneration),
        PcieWidth = Most(one.PcieWidth, other.PcieWidth),
        NvLinks = Most(one.NvLinks, other.NvLinks),
    };

    private static int? Most(int? one, int? other) => one is null || other > one ? other : one;
}
