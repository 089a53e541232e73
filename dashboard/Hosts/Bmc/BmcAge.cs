using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Bmc;

/// <summary>Whether the readings of a BMC may still be called current.</summary>
internal static class BmcAge
{
    // A BMC is read each 10 s, by its Host's agent or by another one for it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <param name="stale">Nothing is heard of the Host: that makes its BMC's readings old too, unless a gateway reads them.</param>
    public static bool IsOld(HostDetail detail, bool stale, DateTimeOffset now) =>
        stale && detail.BmcSource is not { ByGateway: true } || detail.BmcAt is null || now - detail.BmcAt.ToDateTimeOffset() > Limit;
}
