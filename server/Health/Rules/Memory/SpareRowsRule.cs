using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Memory;

/// <summary>A memory bank has no spare row left (nvmlDeviceGetRowRemapperHistogram): its next uncorrectable error cannot be mended and will end in
/// a failed remap. Nothing is broken yet.</summary>
internal sealed class SpareRowsRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.SpareRows, hold: TimeSpan.Zero, keep: TimeSpan.Zero))
{
    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        reading.HasRemapBanksNone ? reading.RemapBanksNone > 0 : null;

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading) => new()
    {
        Fault = FaultCatalog.SpareRows,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Warning,
        Sentence = $"{gpu.Label} has {reading.RemapBanksNone} memory banks without a spare row: the next bad row there cannot be replaced.",
        Remedy = Remedy.Of(RemedyKind.Inspect),
        Action = "Plan to replace the GPU at the next visit, and have a spare ready.",
        Evidence = new Dictionary<string, string>
        {
            ["remap_banks_none"] = reading.RemapBanksNone.ToString(CultureInfo.InvariantCulture),
            ["remap_banks_low"] = reading.HasRemapBanksLow ? reading.RemapBanksLow.ToString(CultureInfo.InvariantCulture) : "not known",
            ["remap_banks_max"] = reading.HasRemapBanksMax ? reading.RemapBanksMax.ToString(CultureInfo.InvariantCulture) : "not known",
            ["serial"] = gpu.Info?.Serial ?? "",
        },
    };
}
