using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Health;

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
