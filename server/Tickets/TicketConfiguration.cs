using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Tickets;

internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("tickets");
        builder.HasKey(ticket => ticket.Id);
        builder.HasIndex(ticket => ticket.Reference).IsUnique();
        builder.HasIndex(ticket => new { ticket.DrainId, ticket.Kind }).IsUnique();
        builder.HasIndex(ticket => ticket.CreatedAt);
    }
}
