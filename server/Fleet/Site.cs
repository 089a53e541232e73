using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

/// <summary>A datacenter.</summary>
internal sealed class Site : IRetirable
{
    /// <summary>Short name: "yul1".</summary>
    public required string Id { get; init; }
    public required string Name { get; set; }
    /// <summary>ISO 3166 code of the law that holds here: "CA", "DE".</summary>
    public required string Jurisdiction { get; set; }
    /// <summary>IANA zone: "America/Toronto".</summary>
    public required string TimeZone { get; set; }
    /// <summary>Name of the ticket provider: "email", "webhook"; null: tickets stay in the dashboard.</summary>
    public string? TicketProvider { get; set; }
    /// <summary>The provider's own settings, JSON: {"to": "hands@example.net"}.</summary>
    public string TicketSettings { get; set; } = "{}";
    /// <summary>Who to call on site, as it stands in a ticket.</summary>
    public string Contact { get; set; } = "";
    /// <summary>When it was taken out of the fleet; its history stays. Null: it is there.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}

internal sealed class SiteConfiguration : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.ToTable("sites");
        builder.HasKey(site => site.Id);
        builder.Property(site => site.Id).HasMaxLength(50);
        builder.HasQueryFilter(site => site.RetiredAt == null);
        builder.Property(site => site.TicketSettings).HasColumnType("jsonb");
    }
}
