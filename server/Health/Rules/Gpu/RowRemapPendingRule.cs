using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>A spare row is chosen and takes effect with the next reset. Running work is not disturbed and new work may start, so it
/// waits for a Window. docs.nvidia.com/deploy/a100-gpu-mem-error-mgmt</summary>
internal sealed class RowRemapPendingRule : IHealthRule
{
    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.RowRemapPending, hold: TimeSpan.Zero, keep: TimeSpan.Zero);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var gpu in window.Gpus)
        {
            if (gpu.Reading is { HasRowRemapPending: true } reading)
            {
                yield return reading.RowRemapPending == 0 ? Verdict.Clear(Identity, gpu.Uuid) : Verdict.Found(Identity, Find(gpu));
            }
        }
    }

    private static Finding Find(GpuTrack gpu) => new()
    {
        Fault = FaultCatalog.RowRemapPending,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Warning,
        Drain = DrainAdvice.NextWindow,
        Sentence = $"{gpu.Label} has a memory row to replace at its next reset.",
        Remedy = Remedy.Of(RemedyKind.ResetGpu, gpu.Uuid),
        Action = "Drain the Host in the next Window and reset the GPU.",
        Evidence = new Dictionary<string, string> { ["row_remap_pending"] = "1" },
    };
}
