namespace SovereignFleet.Tests.Scenes;

/// <summary>What a scene's Pool of two Hosts must keep, and who approves.</summary>
internal sealed record SceneSettings
{
    public int Required { get; init; } = 1;

    public int Spare { get; init; }

    public bool AutomaticApproval { get; init; }

    /// <summary>Null: the server runs its own Postgres.</summary>
    public string? Database { get; init; }

    /// <summary>What the agents are told beyond their place: what they may be commanded, and by which programs they do it.</summary>
    public IReadOnlyDictionary<string, string> AgentSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Two servers on the one Database.</summary>
    public bool TwoServers { get; init; }
}
