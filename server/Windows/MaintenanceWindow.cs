using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Windows;

/// <summary>When work on a Site may happen: once a week, on the Site's own wall clock.</summary>
internal sealed class MaintenanceWindow : IRetirable
{
    public required string SiteId { get; init; }
    /// <summary>Unique within the Site.</summary>
    public required string Name { get; init; }
    public DayOfWeek Day { get; set; }
    /// <summary>Local time of the Site's zone.</summary>
    public TimeOnly Start { get; set; }
    /// <summary>Elapsed time, so that a Window is as long on the day on which the clocks change.</summary>
    public TimeSpan Duration { get; set; }
    /// <summary>When it was taken out of the fleet; its history stays. Null: it is there.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}

internal sealed class MaintenanceWindowConfiguration : IEntityTypeConfiguration<MaintenanceWindow>
{
    public void Configure(EntityTypeBuilder<MaintenanceWindow> builder)
    {
        builder.ToTable("maintenance_windows");
        builder.HasQueryFilter(window => window.RetiredAt == null);
        builder.HasKey(window => new { window.SiteId, window.Name });
    }
}
