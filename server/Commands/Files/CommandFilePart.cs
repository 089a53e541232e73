using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Commands.Files;

/// <summary>A part of a file, as it came.</summary>
internal sealed class CommandFilePart
{
    public required Guid HostId { get; init; }
    public required Guid CommandId { get; init; }
    public required string Name { get; init; }
    /// <summary>Of its first byte in the file.</summary>
    public required long Offset { get; init; }
    public required byte[] Data { get; init; }
}

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
