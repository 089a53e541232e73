namespace SovereignFleet.Proto.Link;

/// <summary>The versions of the link, as Capabilities.link_version counts them.</summary>
public static class LinkVersion
{
    /// <summary>Of agents whose Hello says nothing of what they can do.</summary>
    public const uint First = 1;

    public const uint Current = 2;

    /// <summary>What an agent of the first version knows, by the names of the API. It refuses by itself what its Host does not allow.</summary>
    public static IReadOnlyList<string> FirstCommands { get; } =
        ["identify", "read-power", "collect-logs", "diagnose", "capture-console", "restart-unit", "gpu-reset", "reboot", "power-cycle"];

    /// <summary>What an agent of the first version understands.</summary>
    public static IReadOnlyList<Feature> FirstFeatures { get; } = [Feature.PredictedFailures, Feature.BmcGateway];
}
