namespace SovereignFleet.Server.Journal;

/// <summary>One line of the append-only record. Written in the transaction of what it tells; sealed into the hash chain
/// within a second by <c>JournalSealer</c>, in the order of <see cref="ChainPosition"/>.</summary>
internal sealed class JournalEntry
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>"rule:gpu-ecc-uncorrected", "policy", "person:ada", "agent:gpu-yul1-03", "system".</summary>
    public required string Actor { get; init; }
    /// <summary>A word of <see cref="JournalKinds"/>.</summary>
    public required string Kind { get; init; }
    public string? SiteId { get; init; }
    public Guid? HostId { get; init; }
    public string? GpuUuid { get; init; }
    public Guid? DrainId { get; init; }
    /// <summary>One sentence for a person.</summary>
    public required string Summary { get; init; }
    /// <summary>The evidence, JSON.</summary>
    public string Data { get; init; } = "{}";
    public long? ChainPosition { get; set; }
    /// <summary>SHA-256(hash of the position before ‖ canonical form of this row).</summary>
    public byte[]? Hash { get; set; }
}
