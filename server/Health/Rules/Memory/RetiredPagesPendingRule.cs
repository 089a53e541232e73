using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Memory;

/// <summary>Memory pages that are to be retired with the next reset (before Ampere). Work that does not touch them goes on.</summary>
internal sealed class RetiredPagesPendingRule() : GpuReadingRule(RuleIdentity.Of(FaultCatalog.RetiredPagesPending, hold: TimeSpan.Zero, keep: TimeSpan.Zero))
{
    protected override bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading) =>
        reading.HasRetiredPagesPending ? reading.RetiredPagesPending != 0 : null;

    protected override Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading) => new()
    {
        Fault = FaultCatalog.RetiredPagesPending,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Warning,
        Drain = DrainAdvice.NextWindow,
        Sentence = $"{gpu.Label} has memory pages to retire at its next reset.",
        Remedy = Remedy.Of(RemedyKind.ResetGpu, gpu.Uuid),
        Action = "Drain the Host in the next Window and reset the GPU.",
        Evidence = new Dictionary<string, string>
        {
            ["retired_pages_pending"] = "1",
            ["retired_pages"] = (reading.RetiredPagesCorrected + reading.RetiredPagesUncorrected).ToString(CultureInfo.InvariantCulture),
        },
    };
}
