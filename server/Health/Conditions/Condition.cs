using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>A Finding over time.</summary>
internal sealed class Condition
{
    public required Guid Id { get; init; }
    public required string Rule { get; init; }
    public required string Code { get; init; }
    public required Guid HostId { get; init; }
    public string? GpuUuid { get; init; }
    public ConditionState State { get; set; }
    public Severity Severity { get; set; }
    public DrainAdvice Drain { get; set; }
    public required string Sentence { get; set; }
    public required string Action { get; set; }
    /// <summary>What would mend it.</summary>
    public RemedyKind Remedy { get; set; }
    /// <summary>The GPU's UUID or the unit of which it is done; null: the Host, or not named.</summary>
    public string? RemedyTarget { get; set; }
    /// <summary>JSON object of strings.</summary>
    public string Evidence { get; set; } = "{}";
    /// <summary>How often it was found since it began.</summary>
    public int Count { get; set; }
    public required DateTimeOffset Since { get; init; }
    public DateTimeOffset LastFoundAt { get; set; }
    public DateTimeOffset? FiredAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? Note { get; set; }
    [Timestamp] public uint Version { get; set; }
}

internal enum ConditionState
{
    Pending,
    Firing,
    Resolved,
}

internal sealed class ConditionConfiguration : IEntityTypeConfiguration<Condition>
{
    public void Configure(EntityTypeBuilder<Condition> builder)
    {
        builder.ToTable("conditions");
        builder.HasKey(condition => condition.Id);
        builder.Property(condition => condition.Id).ValueGeneratedNever();
        builder.Property(condition => condition.Evidence).HasColumnType("jsonb");
        // One open Condition for one thing, whichever replica finds it.
        builder.HasIndex(condition => new { condition.HostId, condition.Rule, condition.Code, condition.GpuUuid })
            .IsUnique().AreNullsDistinct(false).HasFilter("state <> 'Resolved'");
        builder.HasIndex(condition => condition.Since);
    }
}
