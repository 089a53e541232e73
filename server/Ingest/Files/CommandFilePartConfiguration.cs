using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Ingest.Files;

internal sealed class CommandFilePartConfiguration : IEntityTypeConfiguration<CommandFilePart>
{
    public void Configure(EntityTypeBuilder<CommandFilePart> builder)
    {
        builder.ToTable("command_file_parts");
        builder.HasKey(part => new { part.HostId, part.CommandId, part.Name, part.Offset });
        builder.Property(part => part.Name).HasMaxLength(PartVerdict.LongestName);
        builder.HasOne<CommandFile>().WithMany().HasForeignKey(part => new { part.HostId, part.CommandId, part.Name }).OnDelete(DeleteBehavior.Cascade);
    }
}
