using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>A bad row could not be replaced: NVIDIA's criterion for a return (RMA), once its field diagnostic confirms it. Says
/// nothing of a flag that is down again: only a repair ends it.</summary>
internal sealed class RowRemapFailureRule : IHealthRule
{
    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.RowRemapFailure, hold: TimeSpan.Zero, keep: TimeSpan.Zero);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now) =>
        window.Gpus.Where(gpu => gpu.Reading is { HasRowRemapFailure: true, RowRemapFailure: not 0 }).Select(gpu => Verdict.Found(Identity, Find(gpu)));

    private static Finding Find(GpuTrack gpu) => new()
    {
        Fault = FaultCatalog.RowRemapFailure,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Critical,
        Drain = DrainAdvice.Now,
        Sentence = $"{gpu.Label} could not replace a bad memory row.",
        Remedy = Remedy.Of(RemedyKind.Replace, gpu.Uuid),
        Action = "Drain the Host now, run NVIDIA's field diagnostic and return the GPU if it confirms.",
        Evidence = new Dictionary<string, string> { ["row_remap_failure"] = "1", ["serial"] = gpu.Info?.Serial ?? "" },
    };
}
