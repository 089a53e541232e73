using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.History;

/// <summary>One move of a Drain, as people see it; written in the transaction of the move.</summary>
internal sealed class DrainStep
{
    /// <summary>In the order of the moves.</summary>
    public long Id { get; init; }
    public required Guid DrainId { get; init; }
    /// <summary>Null: the Drain was proposed.</summary>
    public DrainState? From { get; init; }
    public required DrainState To { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>As in the Journal: "person:ada", "policy", "system", "rule:gpu-ecc".</summary>
    public required string Actor { get; init; }
    public required string Text { get; init; }
}

internal sealed class DrainStepConfiguration : IEntityTypeConfiguration<DrainStep>
{
    public void Configure(EntityTypeBuilder<DrainStep> builder)
    {
        builder.ToTable("drain_steps");
        builder.HasKey(step => step.Id);
        builder.HasIndex(step => new { step.DrainId, step.Id });
    }
}
