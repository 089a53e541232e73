using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>One Host of a Plan. Which they are is settled when the Plan is made.</summary>
internal sealed class PlanHost
{
    public required Guid PlanId { get; init; }
    public required Guid HostId { get; init; }
    /// <summary>Where it stood when the Plan was made.</summary>
    public required string SiteId { get; init; }
    /// <summary>From 1, in the order in which they begin.</summary>
    public required int Ordinal { get; init; }
    public PlanHostState State { get; set; }
    /// <summary>Its Drain, made in the transaction that began it; null: it has not begun.</summary>
    public Guid? DrainId { get; set; }
    /// <summary>The Plan takes its Drain back, which has touched nothing yet: it was held, or its end came.</summary>
    public bool Withdrawn { get; set; }
    /// <summary>What it waits for, why it failed or is skipped; empty: nothing. Changes only when it means something else.</summary>
    public string Why { get; set; } = "";
    /// <summary>What lifts that.</summary>
    public string Lifts { get; set; } = "";
    public DateTimeOffset? BegunAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

internal enum PlanHostState
{
    Waiting,
    Running,
    /// <summary>It is back in service.</summary>
    Done,
    /// <summary>Its work failed, or it did not prove itself: it stays out.</summary>
    Failed,
    Skipped,
}

internal sealed class PlanHostConfiguration : IEntityTypeConfiguration<PlanHost>
{
    public void Configure(EntityTypeBuilder<PlanHost> builder)
    {
        builder.ToTable("plan_hosts");
        builder.HasKey(host => new { host.PlanId, host.HostId });
        // Two people who plan the same Host at once: one of them is told.
        builder.HasIndex(host => host.HostId).IsUnique().HasFilter("state IN ('Waiting', 'Running')").HasDatabaseName("ix_plan_hosts_live");
        builder.HasIndex(host => host.DrainId).HasFilter("drain_id IS NOT NULL");
        builder.HasOne<Plan>().WithMany().HasForeignKey(host => host.PlanId).OnDelete(DeleteBehavior.Cascade);
    }
}
