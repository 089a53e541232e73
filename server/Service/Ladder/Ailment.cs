using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>What is wrong, as far as it decides which rung mends it.</summary>
/// <param name="GpuUuid">Null: it is of the Host.</param>
/// <param name="Target">As <see cref="Remedy.Target"/>.</param>
internal sealed record Ailment(string Code, string? GpuUuid, RemedyKind Remedy, string? Target)
{
    public static Ailment Of(Condition condition) => new(condition.Code, condition.GpuUuid, condition.Remedy, condition.RemedyTarget);
}
