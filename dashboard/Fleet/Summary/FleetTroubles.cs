using SovereignFleet.Dashboard.Fleet.Map;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Summary;

/// <summary>The Hosts that need somebody's attention, the worst first, then by name.</summary>
internal static class FleetTroubles
{
    public static IReadOnlyList<(Host Host, CellLook Look)> Of(IEnumerable<Host> hosts) =>
        [.. hosts
            .Select(host => (host, Look: LookOf(host)))
            .Where(row => row.Look.Tone is Tone.Act or Tone.Unknown or Tone.Watch)
            .OrderBy(row => row.Look switch { { Tone: Tone.Act } => 0, { WasFiring: true } => 1, { Tone: Tone.Unknown } => 2, _ => 3 })
            .ThenBy(row => row.host.Name, StringComparer.Ordinal)];

    public static bool Is(Host host) => Of([host]).Count > 0;

    /// <summary>What is wrong with a Host, a sentence for each fault. Of one that is silent: what was wrong when it was heard last.</summary>
    public static IReadOnlyList<string> Sentences(Host host)
    {
        var faults = host.Gpus.Where(gpu => gpu is { Health: Health.Act, Headline.Length: > 0 }).Select(gpu => Named(gpu)).Distinct().ToArray();
        return faults.Length > 0 ? faults : host.Headline.Length > 0 ? [host.Headline] : [];
    }

    private static string Named(Gpu gpu) =>
        gpu.Headline.Contains($"GPU {gpu.Index}", StringComparison.Ordinal) ? gpu.Headline : $"GPU {gpu.Index}: {gpu.Headline}";

    // A firing Host that is being drained is still wrong; the map shows it draining.
    private static CellLook LookOf(Host host)
    {
        var look = CellLook.Of(host, false);
        return host.Health == Health.Act && look.Tone == Tone.Drain && host.ServiceState == ServiceState.Draining
            ? new CellLook(Tone.Act, GlyphShape.Diamond, "firing", look.IsCurrent) : look;
    }
}
