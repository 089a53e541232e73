using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Links;

/// <summary>NVLinks of a GPU that are down. A board whose links lead nowhere (no bridge) has them all down for ever, and that is no fault: what counts is what
/// the Host is expected to have, or has had since it is watched, or that some are up beside those that are down.</summary>
internal sealed class NvLinkDownRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.NvLinkDown, hold: TimeSpan.FromSeconds(60), keep: TimeSpan.FromMinutes(5)))
{
    private const int MostNamed = 18;

    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        !reading.HasNvlinkLinksUp ? null : reading.NvlinkLinksUp < Expected(window, gpu, reading);

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading)
    {
        var expected = Expected(window, gpu, reading);
        var down = string.Join(", ", reading.Links.Where(link => link is { HasUp: true, Up: false }).Take(MostNamed).Select(link => link.Link));
        return new Finding
        {
            Fault = FaultCatalog.NvLinkDown,
            GpuUuid = gpu.Uuid,
            Severity = Severity.Critical,
            Drain = DrainAdvice.NextWindow,
            Sentence = $"{gpu.Label} has {reading.NvlinkLinksUp} of {expected} NVLinks up.",
            Remedy = Remedy.Of(RemedyKind.Reboot),
            Action = "Drain the Host in the next Window and restart it; have the baseboard, bridge or cable looked at if the links stay down.",
            Evidence = new Dictionary<string, string>
            {
                ["nvlinks_up"] = reading.NvlinkLinksUp.ToString(CultureInfo.InvariantCulture),
                ["expected"] = expected.ToString(CultureInfo.InvariantCulture),
                ["links_down"] = down.Length > 0 ? down : "not named",
            },
        };
    }

    private static long Expected(HostWindow window, GpuTrack gpu, GpuReading reading) => window.Expected?.NvLinks
        ?? Math.Max(gpu.MostLinksUp ?? 0, reading is { NvlinkLinksUp: > 0, HasNvlinkLinksDown: true } ? reading.NvlinkLinksUp + reading.NvlinkLinksDown : 0);
}
