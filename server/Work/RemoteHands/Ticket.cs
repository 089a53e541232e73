using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>A job for remote hands. The row is the intent: (DrainId, Kind) is unique, so one cause has one ticket.</summary>
internal sealed class Ticket
{
    public required Guid Id { get; init; }
    /// <summary>What a person quotes: "SF-2026-0042".</summary>
    public required string Reference { get; init; }
    public required Guid DrainId { get; init; }
    /// <summary>"repair".</summary>
    public required string Kind { get; init; }
    public required Guid HostId { get; init; }
    public required string SiteId { get; init; }
    public required string Provider { get; set; }
    public TicketState State { get; set; }
    public string? ExternalId { get; set; }
    public required string Subject { get; set; }
    public required string Body { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>Some of it may have left the house, whether or not anybody confirmed it. Such a ticket is called off with its provider.</summary>
    public bool MayBeOut { get; set; }
    /// <summary>JSON: the works that it tells (<see cref="ToldWork"/>). Null: written by a version that did not keep them.</summary>
    public string? Told { get; set; }
    /// <summary>When it was last compared with what is found. Null: not since it was written.</summary>
    public DateTimeOffset? LookedAt { get; set; }
    /// <summary>When its work was over or called off.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }
    [Timestamp] public uint Version { get; set; }

    /// <summary>Whether anybody may have it.</summary>
    public bool IsOut => MayBeOut || ExternalId is not null;
}

internal enum TicketState
{
    Pending,
    Sent,
    Closed,
    Rejected,
    /// <summary>It is over, and its provider does not know that yet.</summary>
    Closing,
}

internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("tickets");
        builder.HasKey(ticket => ticket.Id);
        builder.HasIndex(ticket => ticket.Reference).IsUnique();
        builder.HasIndex(ticket => new { ticket.DrainId, ticket.Kind }).IsUnique();
        builder.HasIndex(ticket => ticket.CreatedAt);
        builder.Ignore(ticket => ticket.IsOut);
    }
}
