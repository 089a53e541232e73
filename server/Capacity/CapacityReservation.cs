using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Capacity;

/// <summary>One Host's place in its Pool's budget: while it is live, the Host does not count. At most one live
/// reservation per Host (unique index); a trigger refuses one that would take the Pool below its budget.</summary>
internal sealed class CapacityReservation
{
    public required Guid Id { get; init; }
    public required string PoolId { get; init; }
    public required Guid HostId { get; init; }
    /// <summary>Who holds it: the Drain's id.</summary>
    public required Guid HolderId { get; init; }
    public required ReservationCause Cause { get; init; }
    public required DateTimeOffset TakenAt { get; init; }
    /// <summary>Null: live.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }
}

/// <summary>Why a Host is taken out. Only a prediction counts toward the circuit breaker.</summary>
internal enum ReservationCause
{
    Person,
    Condition,
    Prediction,
}

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
