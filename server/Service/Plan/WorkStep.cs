using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Service.Plan;

/// <summary>One step of a Drain's plan. Changed only in a transaction that holds the Drain's row: what was begun is begun once.</summary>
internal sealed class WorkStep
{
    public required Guid DrainId { get; init; }
    /// <summary>From 1; a step begins when the one before it is proven.</summary>
    public required int Ordinal { get; init; }
    public required WorkKind Kind { get; init; }
    /// <summary>What of the Host it is about, in the kind's own terms: a GPU's UUID, a unit's name. Null: the Host.</summary>
    public string? Target { get; init; }
    public WorkStepState State { get; set; }
    public DateTimeOffset? BegunAt { get; set; }
    public DateTimeOffset? ProvenAt { get; set; }
    /// <summary>The row that the work is done by: a ticket's id, a command's.</summary>
    public Guid? ReferenceId { get; set; }
    /// <summary>What a person quotes: "SF-2026-0042".</summary>
    public string? Reference { get; set; }
    /// <summary>The boot that the Host was in when a work began that is to end it; null: the work ends none, or it was not known.</summary>
    public string? BootBefore { get; set; }
    /// <summary>Who said that it is done.</summary>
    public string? DoneBy { get; set; }
    public string WaitingFor { get; set; } = "";
    /// <summary>Why this and no other work, where the ladder chose it. Null: a person did, or an earlier version.</summary>
    public string? Why { get; set; }
    /// <summary>What comes if it does not help, as far as is known when it is planned. Null: nothing by itself.</summary>
    public string? Next { get; set; }
}

internal enum WorkStepState
{
    Planned,
    Begun,
    Proven,
    /// <summary>It was begun and cannot go on by itself: a person does it, or cancels the Drain.</summary>
    Failed,
    /// <summary>It failed, or was proven and the fault was there again after it: the ladder's next rung came in its place.</summary>
    PassedOver,
}

internal sealed class WorkStepConfiguration : IEntityTypeConfiguration<WorkStep>
{
    public void Configure(EntityTypeBuilder<WorkStep> builder)
    {
        builder.ToTable("work_steps");
        builder.HasKey(step => new { step.DrainId, step.Ordinal });
    }
}
