using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Alerts;

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("alerts");
        builder.HasKey(alert => alert.Id);
        // Two replicas see the same change; one cause has one open Alert.
        builder.HasIndex(alert => alert.ConditionId).IsUnique().HasFilter("condition_id IS NOT NULL AND ended_at IS NULL")
            .HasDatabaseName("ix_alerts_open_condition");
        builder.HasIndex(alert => new { alert.DrainId, alert.Name }).IsUnique().HasFilter("drain_id IS NOT NULL AND ended_at IS NULL")
            .HasDatabaseName("ix_alerts_open_drain");
        builder.HasIndex(alert => alert.StartedAt);
        builder.HasIndex(alert => alert.EndedAt);
    }
}
