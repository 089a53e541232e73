using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules;

/// <summary>A rule that judges each GPU by its last reading alone. One that was not read says nothing, and neither does a value that it does not have.</summary>
internal abstract class GpuReadingRule(RuleIdentity identity) : IHealthRule
{
    public RuleIdentity Identity => identity;

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var gpu in window.Gpus)
        {
            if (gpu.Reading is not { State: GpuReading.Types.State.Present } reading || IsFaulty(window, gpu, reading) is not { } faulty)
            {
                continue;
            }

            yield return faulty ? Verdict.Found(identity, Find(window, gpu, reading)) : Verdict.Clear(identity, gpu.Uuid);
        }
    }

    /// <returns>Null: it cannot be said.</returns>
    protected abstract bool? IsFaulty(HostWindow window, GpuTrack gpu, GpuReading reading);

    protected abstract Finding Find(HostWindow window, GpuTrack gpu, GpuReading reading);
}
