using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Link.Streams;

/// <summary>What an agent can do, by its Hello; of one that says nothing, what the first version of the link could.</summary>
internal sealed record AgentAbilities(uint LinkVersion, IReadOnlySet<string> Commands, IReadOnlySet<Feature> Features)
{
    /// <summary>Of agents that say nothing of it.</summary>
    public static readonly AgentAbilities First = new(
        Proto.Link.LinkVersion.First, Proto.Link.LinkVersion.FirstCommands.ToHashSet(), Proto.Link.LinkVersion.FirstFeatures.ToHashSet());

    public static AgentAbilities Of(Hello hello) => hello.Capabilities is { } said
        ? new AgentAbilities(Math.Max(said.LinkVersion, Proto.Link.LinkVersion.First), said.Commands.ToHashSet(), said.Features.ToHashSet())
        : First;

    /// <param name="command">By its name in the API.</param>
    public bool Obeys(string command) => Commands.Contains(command);

    /// <summary>For the log.</summary>
    public override string ToString() =>
        $"link {LinkVersion}, obeys {(Commands.Count > 0 ? string.Join(", ", Commands.Order(StringComparer.Ordinal)) : "nothing")}";
}
