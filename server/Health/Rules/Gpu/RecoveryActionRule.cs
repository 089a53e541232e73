using System.Globalization;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>What the GPU itself asks for: NVML field 230, and XID 154, its form in the log. The most authoritative word on the scope of
/// a repair. docs.nvidia.com/deploy/a100-gpu-mem-error-mgmt/error-recovery-and-response-flags.html</summary>
internal sealed class RecoveryActionRule : IHealthRule
{
    private const string Code = "recovery-action";

    public string Name => "gpu-recovery-action";
    public TimeSpan Hold => TimeSpan.Zero;
    public TimeSpan Keep => TimeSpan.Zero;

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var gpu in window.Gpus)
        {
            if (gpu.RecoveryAction is { } asked)
            {
                yield return asked == 0 ? Verdict.Clear(Code, gpu.Uuid) : Verdict.Found(Find(gpu, asked));
            }
        }
    }

    private static Finding Find(GpuTrack gpu, int asked)
    {
        var (severity, drain, what, action) = asked switch
        {
            1 => (Severity.Critical, DrainAdvice.Now, "a GPU reset", "Drain the Host now and reset the GPU."),
            2 => (Severity.Critical, DrainAdvice.Now, "a reboot of the Host", "Drain the Host now and reboot it."),
            3 => (Severity.Critical, DrainAdvice.Now, "an end of peer-to-peer work", "Drain the Host now, then ask the GPU again."),
            4 => (Severity.Critical, DrainAdvice.Now, "a drain and a reset", "Drain the Host now and reset the GPU."),
            5 => (Severity.Warning, DrainAdvice.NextWindow, "a recovery of its IMEX domain", "Recover the IMEX domain in the next Window."),
            // Newer than this server: it asks for something, so a person must look.
            _ => (Severity.Warning, DrainAdvice.None, $"recovery action {asked}", "Look up this recovery action in the driver's documentation."),
        };
        return new Finding
        {
            Code = Code,
            GpuUuid = gpu.Uuid,
            Severity = severity,
            Drain = drain,
            Sentence = $"{gpu.Label} asks for {what}.",
            Action = action,
            Evidence = new Dictionary<string, string> { ["recovery_action"] = asked.ToString(CultureInfo.InvariantCulture) },
        };
    }
}
