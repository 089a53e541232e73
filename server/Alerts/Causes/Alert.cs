using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>What a person must know: a Condition, a Drain, a ticket that nobody took, a Pool that is short. Labels name it and never change;
/// annotations tell.</summary>
internal sealed class Alert
{
    public required Guid Id { get; init; }
    /// <summary>"GpuEccUncorrectable": the alertname.</summary>
    public required string Name { get; init; }
    public Health.Conditions.Severity Severity { get; set; }
    public required AlertCause Cause { get; init; }
    /// <summary>Null: no Condition causes it.</summary>
    public Guid? ConditionId { get; set; }
    /// <summary>The Drain that causes it, or whose ticket does. Null: none.</summary>
    public Guid? DrainId { get; set; }
    /// <summary>Null: it is of a Pool, or of the server itself.</summary>
    public Guid? HostId { get; init; }
    /// <summary>Null: it is of a Host, or of the server itself.</summary>
    public string? PoolId { get; init; }
    public string? GpuUuid { get; init; }
    /// <summary>JSON object of strings.</summary>
    public required string Labels { get; init; }
    /// <summary>JSON object of strings.</summary>
    public required string Annotations { get; set; }
    public required string Summary { get; set; }
    /// <summary>Whether it tells what a silent Host last said on its console, which is captured later than the silence is told.</summary>
    public bool ConsoleTold { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>Since when the Host is worked on, which explains it: it is shown, and told when the work is over and it still fires. Null: nothing
    /// explains it, and it is told.</summary>
    public DateTimeOffset? HeldSince { get; set; }
    /// <summary>Since when its cause is gone, where that is not told yet because it came and went before. Null: the cause is there.</summary>
    public DateTimeOffset? OverSince { get; set; }
    /// <summary>How often its cause came.</summary>
    public int Times { get; set; } = 1;
    [Timestamp] public uint Version { get; set; }
}

/// <summary>Why a person is told.</summary>
internal enum AlertCause
{
    Condition,
    /// <summary>A Drain waits for capacity.</summary>
    DrainBlocked,
    /// <summary>A Drain waits for a person, or keeps a Host out of service though nobody works on it.</summary>
    DrainStuck,
    DrainFailed,
    /// <summary>A work of a Drain's plan failed and waits for a person.</summary>
    DrainWorkFailed,
    /// <summary>A ticket's provider refuses it, or takes it not.</summary>
    TicketNotDelivered,
    /// <summary>A Pool has fewer Hosts than its service requires.</summary>
    PoolBelowRequired,
    /// <summary>A Pool has what it requires and not what it is to have in spare.</summary>
    PoolBelowSpare,
    /// <summary>Traffic comes to a Host that is said to be empty, and that hands may be on.</summary>
    DrainTraffic,
    /// <summary>The Journal proves less than it should.</summary>
    JournalNotProven,
    /// <summary>A command that the guard refuses waits for a second person.</summary>
    CommandWaits,
}

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("alerts");
        builder.HasKey(alert => alert.Id);
        // Two replicas see the same change; one cause has one open Alert.
        builder.HasIndex(alert => alert.ConditionId).IsUnique().HasFilter("condition_id IS NOT NULL AND ended_at IS NULL")
            .HasDatabaseName("ix_alerts_open_condition");
        builder.HasIndex(alert => new { alert.DrainId, alert.Cause }).IsUnique().HasFilter("drain_id IS NOT NULL AND ended_at IS NULL")
            .HasDatabaseName("ix_alerts_open_drain");
        builder.HasIndex(alert => new { alert.PoolId, alert.Cause }).IsUnique().HasFilter("pool_id IS NOT NULL AND ended_at IS NULL")
            .HasDatabaseName("ix_alerts_open_pool");
        builder.Property(alert => alert.Times).HasDefaultValue(1);
        builder.HasIndex(alert => alert.StartedAt);
        builder.HasIndex(alert => alert.EndedAt);
    }
}
