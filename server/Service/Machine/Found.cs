using System.Text.Json;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>What we found drained by somebody else before we touched the target: we leave it so.</summary>
internal static class Found
{
    public static IReadOnlySet<string> Read(Drain drain) =>
        drain.FoundDrained is null ? new HashSet<string>() : JsonSerializer.Deserialize<HashSet<string>>(drain.FoundDrained)!;

    /// <summary>The first look is kept. A later one only shrinks it: an endpoint seen taking since is drained by us, if at all.</summary>
    public static string Look(Drain drain, TargetReading target)
    {
        var drained = target.Drained;
        var found = drain.FoundDrained is null ? drained : Read(drain).Intersect(drained);
        return JsonSerializer.Serialize(found.Order(StringComparer.Ordinal));
    }
}
