using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>Work on many Hosts: what, when, how many at once. Which Hosts, its <see cref="PlanHost"/>s say.</summary>
internal sealed class Plan
{
    public required Guid Id { get; init; }
    public required string Reason { get; init; }
    /// <summary>"person:ada".</summary>
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public PlanState State { get; set; }
    public required DateTimeOffset StateSince { get; set; }
    /// <summary>Who brought it to its state: a person, or "system".</summary>
    public required string StateBy { get; set; }
    public required PlanStart Start { get; init; }
    /// <summary>Null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }
    /// <summary>No Host begins after it; null: when all is done.</summary>
    public DateTimeOffset? EndsAt { get; set; }
    /// <summary>How many of its Hosts are out at once.</summary>
    public required int AtOnce { get; init; }
    /// <summary>Of one Pool, whoever drained them; null: as many as the guard allows.</summary>
    public int? PerPool { get; init; }
    /// <summary>Of one rack, whoever drained them; null: as many as <see cref="AtOnce"/>.</summary>
    public int? PerRack { get; init; }
    /// <summary>So many may fail before it pauses.</summary>
    public int Failures { get; init; }
    /// <summary>How many had failed when a person let it go on: they do not pause it again.</summary>
    public int FailuresSeen { get; set; }
    /// <summary>Who stopped it wants what has begun cancelled too.</summary>
    public bool CancelRunning { get; set; }
    /// <summary>JSON: <see cref="PlanWorks"/>.</summary>
    public required string Works { get; init; }
    public string WaitingFor { get; set; } = "";
    /// <summary>Grows with each change that a person makes.</summary>
    public int Revision { get; set; } = 1;
    [Timestamp] public uint Version { get; set; }
}

internal enum PlanState
{
    Running,
    /// <summary>A person, or a Host that failed, holds it.</summary>
    Paused,
    /// <summary>A person ended it, and Hosts are still out.</summary>
    Stopping,
    Stopped,
    /// <summary>There is no Host left.</summary>
    Finished,
    /// <summary>Its end has come, and Hosts are left.</summary>
    Ended,
}

/// <summary>When a Plan may take Hosts.</summary>
internal enum PlanStart
{
    Now,
    /// <summary>In the Windows of each Host's Site.</summary>
    Window,
    Date,
}

internal sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>
{
    private const string Live = "state NOT IN ('Stopped', 'Finished')";

    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        builder.ToTable("plans");
        builder.HasKey(plan => plan.Id);
        builder.Property(plan => plan.Works).HasColumnType("jsonb");
        builder.HasIndex(plan => plan.State).HasFilter(Live).HasDatabaseName("ix_plans_live");
        builder.HasIndex(plan => new { plan.CreatedAt, plan.Id });
    }
}
