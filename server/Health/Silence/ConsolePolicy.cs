namespace SovereignFleet.Server.Health.Silence;

/// <summary>Whose console is captured though nobody asked: once for each silence, and of a gateway one at a time, so that a rack that fell
/// silent at once keeps no person's command waiting for longer than one capture. Pure.</summary>
internal static class ConsolePolicy
{
    /// <summary>What a Host says so long after it fell silent tells little of why, and a person is at work on it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Of the 24 that an agent allows for each Host by default, most stay for people: a Host may come and go all day.</summary>
    public const int MostOfADay = 6;

    /// <param name="silent">Hosts of which nothing is heard though they should be in service.</param>
    /// <param name="busy">The gateways that capture a console already.</param>
    public static IReadOnlyList<SilentHost> Choose(IEnumerable<SilentHost> silent, IEnumerable<Guid> busy, DateTimeOffset now)
    {
        var taken = busy.ToHashSet();
        return [.. silent.Where(host => IsDue(host, now))
            .OrderBy(host => host.FiringSince ?? now).ThenBy(host => host.HeardAt).ThenBy(host => host.Identity.Name, StringComparer.Ordinal)
            .Where(host => taken.Add(host.GatewayId!.Value))];
    }

    private static bool IsDue(SilentHost host, DateTimeOffset now) => host is { Expected: true, Console: null, Bmc: { } bmc, GatewayId: { } gateway }
        && bmc.GatewayId == gateway
        && MayShow(bmc, now)
        && now - (host.FiringSince ?? now) < Patience
        && host.CapturesOfADay < MostOfADay;

    private static bool MayShow(SilentBmc bmc, DateTimeOffset now) => bmc.State(now) switch
    {
        SilentBmcState.PowerOn => true,
        // A BMC that tells nothing of the power may still show a console. A gateway that is silent itself could not even try.
        SilentBmcState.Unknown => bmc.IsCurrent(now),
        SilentBmcState.PowerOff or SilentBmcState.NoAnswer => false,
        var unknown => throw new ArgumentOutOfRangeException(nameof(bmc), unknown, "Unknown state."),
    };
}
