using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>A GPU that the driver no longer reaches, or no longer names though the Inventory has it. One that comes and goes is one Condition: it
/// stays until the GPU was there for some minutes, and counts how often it went.</summary>
internal sealed class GpuLostRule : IHealthRule
{
    private static readonly TimeSpan Missing = TimeSpan.FromSeconds(60);

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.GpuLost, hold: TimeSpan.Zero, keep: TimeSpan.FromMinutes(3));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var gpu in window.Gpus)
        {
            if (gpu.State == GpuReading.Types.State.Lost)
            {
                var finding = Find(gpu, "has fallen off the bus", gpu.Reading?.Error ?? "");
                yield return gpu.LostAt == now ? Verdict.Happened(Identity, finding, 1, now) : Verdict.Found(Identity, finding);
            }
            else if (now - gpu.MissingSince >= Missing)
            {
                yield return Verdict.Found(Identity, Find(gpu, "is in the Inventory and no longer answers", ""));
            }
            else if (gpu.Reading?.State == GpuReading.Types.State.Present)
            {
                yield return Verdict.Clear(Identity, gpu.Uuid);
            }
        }
    }

    private static Finding Find(GpuTrack gpu, string what, string error) => new()
    {
        Fault = FaultCatalog.GpuLost,
        GpuUuid = gpu.Uuid,
        Severity = Severity.Critical,
        Drain = DrainAdvice.Now,
        Sentence = $"{gpu.Label} {what}.",
        Remedy = Remedy.Of(RemedyKind.Reseat, gpu.Uuid),
        Action = "Drain the Host now and power-cycle it; have the GPU reseated if it does not come back.",
        Evidence = new Dictionary<string, string> { ["state"] = gpu.State.ToString(), ["error"] = error },
    };
}
