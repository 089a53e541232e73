using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Service.Machine;

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
    /// <summary>For people: "person:ada", "condition:ID", "risk".</summary>
    public required string ProposedBy { get; set; }
    /// <summary>Why. A prediction becomes a fault when one is found; nothing reads it out of <see cref="ProposedBy"/>.</summary>
    public required DrainCause Cause { get; set; }
    /// <summary>The Conditions that called for it.</summary>
    public Guid[] Conditions { get; set; } = [];
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
    /// <summary>A worker's claim; when it has passed, whoever comes next resumes the Drain.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
    public DateTimeOffset? CordonedAt { get; set; }
    /// <summary>JSON array: the target's endpoints that sent this Host nothing before we touched it. They are left as found.
    /// Null: not looked yet.</summary>
    public string? FoundDrained { get; set; }
    /// <summary>The quiet readings that the Host had in a row when it was cordoned; they prove nothing about the time after.</summary>
    public int QuietAtCordon { get; set; }
    /// <summary>How many GPUs the Host had when the Drain was proposed: as many must be back.</summary>
    public int ExpectedGpus { get; set; }
    /// <summary>Who said, of an overdue Drain that the target reports without sessions, that it may go on; or, of a predicted one that
    /// the brake holds, that it may go past it.</summary>
    public string? OverrideBy { get; set; }
    /// <summary>The last guard verdict, JSON.</summary>
    public string? Guard { get; set; }
    public string WaitingFor { get; set; } = "";
    public DateTimeOffset WakeAt { get; set; }
    public bool CancelRequested { get; set; }
    /// <summary>When a person asked to undo it; null: nobody did.</summary>
    public DateTimeOffset? CancelRequestedAt { get; set; }
    public string? CancelledBy { get; set; }
    /// <summary>Who cancelled it said in so many words that the Host goes back without proof.</summary>
    public bool ReturnAsItIs { get; set; }
    /// <summary>JSON: where the Host was taken out (<see cref="TouchedPlace"/>), so that it is given back there whatever the Pool's settings
    /// say by then. Null: nowhere.</summary>
    public string? Touched { get; set; }
    /// <summary>How often in a row something set it back in the target, each time within <see cref="Undoings.Hold"/> of the one before.</summary>
    public int Undone { get; set; }
    public DateTimeOffset? UndoneAt { get; set; }
    /// <summary>The requests that the target had ever sent it, at the last look. Null: it does not tell.</summary>
    public long? Taken { get; set; }
    /// <summary>When that number last changed.</summary>
    public DateTimeOffset? TakenAt { get; set; }
    /// <summary>What traffic was last seen on the Host while it is worked on, and when. Null: none ever.</summary>
    public string? Traffic { get; set; }
    public DateTimeOffset? TrafficAt { get; set; }
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
    Working,
    Validating,
    Returning,
    Closed,
    Blocked,
    Cancelled,
    Failed,
    Overdue,
}

/// <summary>Why a Host is taken out of service.</summary>
internal enum DrainCause
{
    /// <summary>Conditions that found something broken.</summary>
    Fault,
    /// <summary>Conditions that only expect something to break.</summary>
    Prediction,
    /// <summary>A person wants it.</summary>
    PlannedMaintenance,
    Rollout,
}

internal sealed class DrainConfiguration : IEntityTypeConfiguration<Drain>
{
    private const string Live = "state NOT IN ('Closed', 'Cancelled', 'Failed')";

    public void Configure(EntityTypeBuilder<Drain> builder)
    {
        builder.ToTable("drains");
        builder.HasKey(drain => drain.Id);
        builder.HasIndex(drain => drain.HostId).IsUnique().HasFilter(Live).HasDatabaseName("ix_drains_live_host");
        builder.HasIndex(drain => drain.WakeAt).HasFilter(Live).HasDatabaseName("ix_drains_wake");
        builder.HasIndex(drain => new { drain.HostId, drain.ProposedAt });
    }
}
