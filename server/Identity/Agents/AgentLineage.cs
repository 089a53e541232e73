using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>One Host's line of certificates, each made for the one before. Whoever issues, takes into use or revokes one locks this row first.</summary>
internal sealed class AgentLineage
{
    public required Guid HostId { get; init; }
    /// <summary>What the Host's certificates were revoked at last; null: never.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>The run of the agent's program that speaks as the Host, by its own word; null: none has told.</summary>
    public string? RunId { get; set; }
    /// <summary>When that run took the word.</summary>
    public DateTimeOffset? RunSince { get; set; }
    /// <summary>The runs before it, the latest first.</summary>
    public string[] FormerRuns { get; set; } = [];
}

internal sealed class AgentLineageConfiguration : IEntityTypeConfiguration<AgentLineage>
{
    public void Configure(EntityTypeBuilder<AgentLineage> builder)
    {
        builder.ToTable("agent_lineages");
        builder.HasKey(lineage => lineage.HostId);
        builder.Property(lineage => lineage.HostId).ValueGeneratedNever();
    }
}
