using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Presence;

/// <summary>A GPU that the driver lists and that does not answer: nvidia-smi shows "ERR!" or "Unknown Error" for it, and it is as good as dead.</summary>
internal sealed class GpuUnreadableRule : IHealthRule
{
    // A driver that is opened anew, or a GPU that is reset, is unreadable for some seconds.
    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.GpuUnreadable, hold: TimeSpan.FromSeconds(60), keep: TimeSpan.FromMinutes(3));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        // Several, and all of them: that is the Host's driver, and one Condition of the Host.
        var read = window.Gpus.Count(gpu => gpu.Reading is not null);
        var allFail = read > 1 && window.Gpus.All(gpu => gpu.Reading is null or { State: GpuReading.Types.State.Unreadable });
        foreach (var gpu in window.Gpus)
        {
            if (gpu.Reading is { State: GpuReading.Types.State.Present })
            {
                yield return Verdict.Clear(Identity, gpu.Uuid);
            }
            else if (!allFail && gpu.Reading is { State: GpuReading.Types.State.Unreadable } reading)
            {
                yield return Verdict.Found(Identity, Find(gpu, reading.Error));
            }
        }
    }

    private static Finding Find(GpuTrack gpu, string error)
    {
        var (remedy, action) = BlindRemedy.OfOneGpu(NvmlWords.Read(error));
        return new Finding
        {
            Fault = FaultCatalog.GpuUnreadable,
            GpuUuid = gpu.Uuid,
            Severity = Severity.Critical,
            Drain = DrainAdvice.Now,
            Sentence = $"{gpu.Label} cannot be read: {NvmlWords.ForAPerson(error)}.",
            Remedy = Remedy.Of(remedy, gpu.Uuid),
            Action = action,
            Evidence = new Dictionary<string, string> { ["state"] = gpu.State.ToString(), ["error"] = error },
        };
    }
}
