namespace SovereignFleet.Server.Alerts.Channels;

/// <summary>An Alert as a channel sends it: the truth at the time of sending, not at the time of the cause.</summary>
internal sealed record AlertState
{
    public required Guid Id { get; init; }
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    /// <summary>Null: firing.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>The dashboard's page of it; null where no dashboard address is configured.</summary>
    public string? Url { get; init; }
}
