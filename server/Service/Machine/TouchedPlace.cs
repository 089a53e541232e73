using System.Text.Json;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>Where a Drain took its Host out: the target, the Host's name there, and the target's settings of that time.</summary>
internal sealed record TouchedPlace(string Target, string Server, string Settings)
{
    public static IReadOnlyList<TouchedPlace> Read(Drain drain) =>
        drain.Touched is null ? [] : JsonSerializer.Deserialize<TouchedPlace[]>(drain.Touched)!;

    /// <summary>With this one, each once.</summary>
    public static string With(Drain drain, TouchedPlace place) => JsonSerializer.Serialize(Read(drain).Append(place).Distinct());
}
