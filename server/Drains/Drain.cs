using System.ComponentModel.DataAnnotations;

namespace SovereignFleet.Server.Drains;

/// <summary>Taking one Host out of service, from proposal to return. At most one live Drain per Host (unique index).</summary>
internal sealed class Drain
{
    public required Guid Id { get; init; }
    public required Guid HostId { get; init; }
    public string? GpuUuid { get; init; }
    public required string PoolId { get; init; }
    public required string SiteId { get; init; }
    public DrainState State { get; set; }
    /// <summary>The state to go back to when what blocks is gone.</summary>
    public DrainState? ResumeState { get; set; }
    public required string Reason { get; set; }
    /// <summary>"person:ada", "condition:<id>", "risk".</summary>
    public required string ProposedBy { get; init; }
    public string? ApprovedBy { get; set; }
    public bool Urgent { get; set; }
    public required DateTimeOffset ProposedAt { get; init; }
    public DateTimeOffset StateSince { get; set; }
    public DateTimeOffset? NotBefore { get; set; }
    /// <summary>Absolute: by then the Host must be empty, or a person is asked.</summary>
    public DateTimeOffset? Deadline { get; set; }
    /// <summary>Fence: grows with every claim of this Drain by a worker; an effect of an older epoch is refused.</summary>
    public int Epoch { get; set; }
    /// <summary>The step whose effect is under way: intent is committed, outcome is not.</summary>
    public string? Intent { get; set; }
    public DateTimeOffset? CordonedAt { get; set; }
    /// <summary>The last guard verdict, JSON.</summary>
    public string? Guard { get; set; }
    public string WaitingFor { get; set; } = "";
    public DateTimeOffset WakeAt { get; set; }
    public bool CancelRequested { get; set; }
    public string? RepairedBy { get; set; }
    [Timestamp] public uint Version { get; set; }
}

internal enum DrainState
{
    Proposed,
    Approved,
    Reserved,
    Cordoned,
    Draining,
    Empty,
    Repairing,
    Validating,
    Returning,
    Closed,
    Blocked,
    Cancelled,
    Failed,
    Overdue,
}
