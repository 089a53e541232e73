using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Links;

/// <summary>Under load the GPU's PCIe link is narrower or slower than it should be: all that goes to and from the GPU is. An idle GPU slows its link down by
/// itself, and says nothing here.</summary>
internal sealed class PcieLinkRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.PcieDegraded, hold: TimeSpan.FromSeconds(60), keep: TimeSpan.FromMinutes(5)))
{
    /// <summary>From here on the link has no reason to rest.</summary>
    private const long LoadPercent = 20;

    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading)
    {
        var (generation, width) = Expected(window, gpu);
        // The last value of a slow reading stands in each Frame: what is told here was read under this load or shortly before, which the hold covers.
        var isLoaded = reading.HasGpuUtilizationPercent && reading.GpuUtilizationPercent >= LoadPercent;
        var found = Read(reading);
        return isLoaded && found is not (null, null) ? Less(found.Generation, generation) || Less(found.Width, width) : null;
    }

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading) => new()
    {
        Fault = FaultCatalog.PcieDegraded,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Warning,
        Drain = DrainAdvice.NextWindow,
        Sentence = $"{gpu.Label} works over a PCIe link of {Link(Read(reading))}, and {Link(Expected(window, gpu))} is expected.",
        Remedy = Remedy.Of(RemedyKind.Reseat, gpu.Uuid),
        Action = "Drain the Host in the next Window and have the GPU and its riser reseated.",
        Evidence = new Dictionary<string, string>
        {
            ["found"] = Link(Read(reading)),
            ["expected"] = Link(Expected(window, gpu)),
            ["gpu_utilization_percent"] = reading.GpuUtilizationPercent.ToString(CultureInfo.InvariantCulture),
        },
    };

    private static (long? Generation, long? Width) Read(GpuReading reading) =>
        (reading.HasPcieGeneration ? reading.PcieGeneration : null, reading.HasPcieWidth ? reading.PcieWidth : null);

    /// <summary>By the Host's profile, else what GPU and slot can do together.</summary>
    private static (long? Generation, long? Width) Expected(HostWindow window, GpuTrack gpu) => (
        window.Expected?.PcieGeneration ?? (gpu.Info is { HasPcieMaxGeneration: true } info ? info.PcieMaxGeneration : (long?)null),
        window.Expected?.PcieWidth ?? (gpu.Info is { HasPcieMaxWidth: true } same ? same.PcieMaxWidth : (long?)null));

    private static bool Less(long? found, long? expected) => found < expected;

    private static string Link((long? Generation, long? Width) link) => $"generation {Number(link.Generation)} x{Number(link.Width)}";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
