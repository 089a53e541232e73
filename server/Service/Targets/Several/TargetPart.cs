using System.Text.Json;

namespace SovereignFleet.Server.Service.Targets.Several;

/// <summary>One target of a Pool that has several.</summary>
internal sealed record TargetPart
{
    /// <summary>"slurm"</summary>
    public required string Target { get; init; }

    /// <summary>As the target alone takes them.</summary>
    public JsonElement TargetSettings { get; init; }

    /// <summary>Tells two of one kind apart, also where both look at one place: two backends of one HAProxy.</summary>
    public string? Label { get; init; }

    /// <summary>The names of Hosts that are called something else here: their targetName in the Pool, to the one here.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>A method: as a property it would be a key that is taken and ignored.</summary>
    public JsonElement Declared() => TargetSettings.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("{}") : TargetSettings;

    public TargetServer Of(TargetServer server) => new(Names.GetValueOrDefault(server.Name, server.Name), Declared().GetRawText());

    /// <summary>What the Drain calls an endpoint of this part.</summary>
    public string Named(string endpoint) => $"{Before}{endpoint}";

    /// <summary>Those of this part, by their own names.</summary>
    public IReadOnlySet<string> Mine(IReadOnlySet<string> endpoints) =>
        endpoints.Where(endpoint => endpoint.StartsWith(Before, StringComparison.Ordinal)).Select(endpoint => endpoint[Before.Length..]).ToHashSet();

    private string Before => Label is null ? "" : $"{Label} ";
}
