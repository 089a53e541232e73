using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Dialogs;

/// <summary>The Hosts for which a drain can be proposed: those that have none.</summary>
internal static class DrainCandidates
{
    public static IEnumerable<string> Names(FleetSnapshot? fleet) =>
        (fleet?.Hosts ?? []).Where(host => host.DrainId.Length == 0).Select(host => host.Name).Order(StringComparer.Ordinal);
}
