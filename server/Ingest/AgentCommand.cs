namespace SovereignFleet.Server.Ingest;

/// <summary>A command owed to a Host's agent: inserted by who decides, sent by the replica that holds the Host's stream,
/// at least once until its result is in; the agent obeys an id once.</summary>
internal sealed class AgentCommand
{
    public required Guid Id { get; init; }
    public required Guid HostId { get; init; }
    /// <summary>SovereignFleet.Proto.Link.Command, protobuf bytes.</summary>
    public required byte[] Body { get; init; }
    /// <summary>For a person: "identify on".</summary>
    public required string Text { get; init; }
    public Guid? DrainId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public CommandState State { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    /// <summary>What the agent answered, for a person.</summary>
    public string? Answer { get; set; }
    /// <summary>What the agent read back afterwards, JSON.</summary>
    public string Proof { get; set; } = "{}";
}

internal enum CommandState
{
    Pending,
    Sent,
    Done,
    Refused,
    Failed,
    Expired,
}
