namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>How many GPUs that nobody knew one Host may bring: an agent that invents them fills no table. Pure.</summary>
internal static class GpuRoom
{
    /// <summary>Sixteen boards, each changed eight times within a day.</summary>
    public const int MostNewADay = 128;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="named">What the Host's Inventory names, in its order.</param>
    /// <param name="known">The GPUs that are known of those, and all of the Host.</param>
    /// <returns>The UUIDs for which there is no room today; the next Inventory of tomorrow brings them.</returns>
    public static HashSet<string> Untaken(IEnumerable<string> named, IReadOnlyDictionary<string, Gpu> known, Guid hostId, DateTimeOffset now)
    {
        var room = MostNewADay - known.Values.Count(gpu => gpu.HostId == hostId && now - gpu.InstalledAt < Day);
        return [.. named.Where(uuid => uuid.Length > 0 && !known.ContainsKey(uuid)).Distinct().Skip(Math.Max(0, room))];
    }
}
