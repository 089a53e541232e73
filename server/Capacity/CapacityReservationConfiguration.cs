using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Capacity;

internal sealed class CapacityReservationConfiguration : IEntityTypeConfiguration<CapacityReservation>
{
    public void Configure(EntityTypeBuilder<CapacityReservation> builder)
    {
        builder.ToTable("capacity_reservations");
        builder.HasKey(reservation => reservation.Id);
        builder.HasIndex(reservation => reservation.HostId).IsUnique().HasFilter("released_at IS NULL");
        builder.HasIndex(reservation => reservation.PoolId).HasFilter("released_at IS NULL").HasDatabaseName("ix_capacity_reservations_live");
    }
}
