using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Ingest;

internal sealed class AgentCommandConfiguration : IEntityTypeConfiguration<AgentCommand>
{
    public void Configure(EntityTypeBuilder<AgentCommand> builder)
    {
        builder.ToTable("agent_commands");
        builder.HasKey(command => command.Id);
        builder.Property(command => command.Id).ValueGeneratedNever();
        builder.Property(command => command.Proof).HasColumnType("jsonb");
        builder.Property(command => command.Name).HasMaxLength(30);
        builder.HasIndex(command => new { command.HostId, command.CreatedAt });
        // The pump looks for these every few seconds; the done ones are many more.
        builder.HasIndex(command => command.HostId).HasFilter("state IN ('Pending', 'Sent')");
    }
}
