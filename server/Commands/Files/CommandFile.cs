using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Commands.Files;

/// <summary>A file that a command made on a Host: logs, a diagnostic's report. It comes in parts.</summary>
internal sealed class CommandFile
{
    /// <summary>The Host that the command was for, though its BMC gateway may have made the file.</summary>
    public required Guid HostId { get; init; }
    public required Guid CommandId { get; init; }
    public required string Name { get; init; }
    public required long Size { get; init; }
    /// <summary>Of the whole, as the agent said with its first part.</summary>
    public required byte[] Sha256 { get; init; }
    public long Received { get; set; }
    public CommandFileState State { get; set; }
    public required DateTimeOffset FirstPartAt { get; init; }
    public DateTimeOffset? CompletedAt { get; set; }
}

internal enum CommandFileState
{
    Incomplete,
    Complete,
    /// <summary>All parts are there, and they are not what the agent hashed.</summary>
    Broken,
}

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
