using System.Globalization;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>What the GPU itself asks for: NVML field 230, and XID 154, its form in the log. The most authoritative word on the scope of
/// a repair. docs.nvidia.com/deploy/a100-gpu-mem-error-mgmt/error-recovery-and-response-flags.html</summary>
internal sealed class RecoveryActionRule : IHealthRule
{
    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.RecoveryAction, hold: TimeSpan.Zero, keep: TimeSpan.Zero);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var gpu in window.Gpus)
        {
            if (gpu.RecoveryAction is { } asked)
            {
                yield return asked == 0 ? Verdict.Clear(Identity, gpu.Uuid) : Verdict.Found(Identity, Find(gpu, asked));
            }
        }
    }

    private static Finding Find(GpuTrack gpu, int asked)
    {
        var (severity, drain, remedy, what, action) = asked switch
        {
            1 => (Severity.Critical, DrainAdvice.Now, RemedyKind.ResetGpu, "a GPU reset", "Drain the Host now and reset the GPU."),
            2 => (Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, "a reboot of the Host", "Drain the Host now and reboot it."),
            // What works peer to peer ends with the inference server.
            3 => (Severity.Critical, DrainAdvice.Now, RemedyKind.RestartInferenceServer, "an end of peer-to-peer work", "Drain the Host now and restart its inference server, then ask the GPU again."),
            4 => (Severity.Critical, DrainAdvice.Now, RemedyKind.ResetGpu, "a drain and a reset", "Drain the Host now and reset the GPU."),
            // The domain spans Hosts: nothing that is done to this one alone recovers it.
            5 => (Severity.Warning, DrainAdvice.NextWindow, RemedyKind.Inspect, "a recovery of its IMEX domain", "Recover the IMEX domain in the next Window."),
            // Newer than this server: it asks for something, so a person must look.
            _ => (Severity.Warning, DrainAdvice.None, RemedyKind.Inspect, $"recovery action {asked}", "Look up this recovery action in the driver's documentation."),
        };
        return new Finding
        {
            Fault = FaultCatalog.RecoveryAction,
            GpuUuid = gpu.Uuid,
            Severity = severity,
            Drain = drain,
            Sentence = $"{gpu.Label} asks for {what}.",
            Remedy = Remedy.Of(remedy, gpu.Uuid),
            Action = action,
            Evidence = new Dictionary<string, string> { ["recovery_action"] = asked.ToString(CultureInfo.InvariantCulture) },
        };
    }
}
