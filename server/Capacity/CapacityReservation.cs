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
    /// <summary>Who holds it: the id of the Drain or the command.</summary>
    public required Guid HolderId { get; set; }
    public required ReservationCause Cause { get; set; }
    public required DateTimeOffset TakenAt { get; init; }
    /// <summary>A command's ends then, whatever became of the command and of the server; null: when its holder gives it back.</summary>
    public DateTimeOffset? Until { get; set; }
    /// <summary>Why it stands though the Pool could not spare the Host; null: it could.</summary>
    public ReservationWaiver? Waiver { get; set; }
    /// <summary>Null: live.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }
}

/// <summary>What a reservation past the Pool's budget rests on.</summary>
internal enum ReservationWaiver
{
    /// <summary>Two persons wanted it.</summary>
    Forced,

    /// <summary>The Host was not available before either: nothing was taken from the Pool.</summary>
    NotCounted,
}

/// <summary>Why a Host is taken out. Only a prediction counts toward the circuit breaker.</summary>
internal enum ReservationCause
{
    Person,
    Condition,
    Prediction,

    /// <summary>Not taken out, but disturbed for some minutes: a command that a person ordered.</summary>
    Command,
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
