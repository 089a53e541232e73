using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Commands;

/// <summary>A command owed to a Host's agent: inserted by who decides, sent by the replica that holds the Host's stream,
/// at least once until its result is in; the agent obeys an id once.</summary>
internal sealed class AgentCommand
{
    public required Guid Id { get; init; }
    public required Guid HostId { get; init; }
    /// <summary>SovereignFleet.Proto.Link.Command, protobuf bytes.</summary>
    public required byte[] Body { get; init; }
    /// <summary>As in the agent's Commands:Allow: "identify".</summary>
    public required string Name { get; init; }
    /// <summary>For a person: "identify on".</summary>
    public required string Text { get; init; }
    public Guid? DrainId { get; init; }
    /// <summary>As it stands in the Journal: "person:ada", "system".</summary>
    public string OrderedBy { get; init; } = "system";
    public string Reason { get; init; } = "";
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>The agent must have begun by then. While it waits for a second person: that person must have spoken.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
    /// <summary>After this no answer is waited for; null: as soon as it expired.</summary>
    public DateTimeOffset? AnswerBy { get; set; }
    /// <summary>The second person, who confirmed it though the guard refused; null: nobody did.</summary>
    public string? ForcedBy { get; set; }
    /// <summary>The guard's sentence where it refused; null: it did not, or was not asked.</summary>
    public string? Guard { get; set; }
    public CommandState State { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>The BMC gateway that it was sent to; null: the Host's own agent, or nobody yet.</summary>
    public Guid? Via { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    /// <summary>What the agent answered, for a person.</summary>
    public string? Answer { get; set; }
    /// <summary>What the agent read back afterwards, JSON.</summary>
    public string Proof { get; set; } = "{}";
}

internal enum CommandState
{
    Pending,
    Sent,
    Done,
    Refused,
    Failed,
    Expired,

    /// <summary>The guard refuses it, and a second person is asked. Nobody is told of it until then.</summary>
    Waiting,
}

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
        builder.HasIndex(command => command.ExpiresAt).HasFilter("state = 'Waiting'").HasDatabaseName("ix_agent_commands_waiting");
    }
}
