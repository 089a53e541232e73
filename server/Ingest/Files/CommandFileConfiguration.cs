using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Ingest.Files;

internal sealed class CommandFileConfiguration : IEntityTypeConfiguration<CommandFile>
{
    public void Configure(EntityTypeBuilder<CommandFile> builder)
    {
        builder.ToTable("command_files");
        builder.HasKey(file => new { file.HostId, file.CommandId, file.Name });
        builder.Property(file => file.Name).HasMaxLength(PartVerdict.LongestName);
        // A file goes with its command.
        builder.HasOne<AgentCommand>().WithMany().HasForeignKey(file => file.CommandId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(file => file.FirstPartAt);
    }
}
