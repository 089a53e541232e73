using SovereignFleet.Dashboard.Fleet.Map;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Summary;

/// <summary>The Hosts that need somebody's attention, the worst first, then by name.</summary>
internal static class FleetTroubles
{
    public static IReadOnlyList<(Host Host, CellLook Look)> Of(IEnumerable<Host> hosts, DateTimeOffset asOf) =>
        [.. hosts
            .Select(host => (host, Look: LookOf(host, asOf)))
            .Where(row => row.Look.Tone is Tone.Act or Tone.Unknown or Tone.Watch)
            .OrderBy(row => row.Look.Tone switch { Tone.Act => 0, Tone.Unknown => 1, _ => 2 })
            .ThenBy(row => row.host.Name, StringComparer.Ordinal)];

    // A firing Host that is being drained is still wrong; the map shows it draining.
    private static CellLook LookOf(Host host, DateTimeOffset asOf)
    {
        var look = CellLook.Of(host, false, asOf);
        return host.Health == Health.Act && look.Tone == Tone.Drain && host.ServiceState == ServiceState.Draining
            ? new CellLook(Tone.Act, GlyphShape.Diamond, "firing", look.IsCurrent) : look;
    }
}
