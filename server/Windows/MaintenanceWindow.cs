using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Windows;

/// <summary>When work on a Site may happen: once a week, on the Site's own wall clock.</summary>
internal sealed class MaintenanceWindow
{
    public required string SiteId { get; init; }
    /// <summary>Unique within the Site.</summary>
    public required string Name { get; init; }
    public DayOfWeek Day { get; set; }
    /// <summary>Local time of the Site's zone.</summary>
    public TimeOnly Start { get; set; }
    /// <summary>Elapsed time, so that a Window is as long on the day on which the clocks change.</summary>
    public TimeSpan Duration { get; set; }
}

internal sealed class MaintenanceWindowConfiguration : IEntityTypeConfiguration<MaintenanceWindow>
{
    public void Configure(EntityTypeBuilder<MaintenanceWindow> builder)
    {
        builder.ToTable("maintenance_windows");
        builder.HasKey(window => new { window.SiteId, window.Name });
    }
}
