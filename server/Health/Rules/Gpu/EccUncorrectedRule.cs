using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>New uncorrected memory errors. Counts steps of the volatile counter, never its value: a fleet is not judged by what
/// happened before it was watched. Ends when the driver starts the counter again: then the GPU was reset.</summary>
internal sealed class EccUncorrectedRule : IHealthRule
{
    private static readonly TimeSpan StepCounts = TimeSpan.FromMinutes(1);

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.EccUncorrected, hold: TimeSpan.Zero, keep: StepCounts);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var seen in window.NewEvents.Where(seen => seen.Kind == EventKinds.EccUncorrected))
        {
            yield return Verdict.Happened(Identity, Find(window, seen), seen.Count, seen.HappenedAt);
        }

        foreach (var gpu in window.Gpus)
        {
            if (gpu.EccUncorrected.IncreasedAt == now)
            {
                yield return Verdict.Happened(Identity, Find(gpu), (int)Math.Min(gpu.EccUncorrected.Increase, int.MaxValue), now);
            }
            else if (gpu.EccUncorrected.Value == 0)
            {
                yield return Verdict.Clear(Identity, gpu.Uuid);
            }
            else if (now - gpu.EccUncorrected.IncreasedAt < StepCounts)
            {
                yield return Verdict.Found(Identity, Find(gpu));
            }
        }
    }

    private static Finding Find(GpuTrack gpu) => Find(gpu.Uuid, gpu.Label, new Dictionary<string, string>
    {
        ["new"] = gpu.EccUncorrected.Increase.ToString(CultureInfo.InvariantCulture),
        ["since_driver_load"] = gpu.EccUncorrected.Value!.Value.ToString(CultureInfo.InvariantCulture),
    });

    private static Finding Find(HostWindow window, StoredEvent seen) =>
        Find(seen.GpuUuid, window.LabelOf(seen.GpuUuid), new Dictionary<string, string> { ["line"] = seen.Text });

    private static Finding Find(string? gpuUuid, string label, Dictionary<string, string> evidence) => new()
    {
        Fault = FaultCatalog.EccUncorrected,
        GpuUuid = gpuUuid,
        Severity = Severity.Critical,
        Drain = DrainAdvice.NextWindow,
        Sentence = $"{label} had an uncorrectable memory error.",
        Remedy = Remedy.Of(RemedyKind.ResetGpu, gpuUuid),
        Action = "Drain the Host in the next Window and reset the GPU, so that the bad row is replaced.",
        Evidence = evidence,
    };
}
