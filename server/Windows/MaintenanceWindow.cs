using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Windows;

/// <summary>When planned work on a Site may begin: once, or again and again by a rule, on the Site's own wall clock.</summary>
internal sealed class MaintenanceWindow : IRetirable
{
    public required string SiteId { get; init; }
    /// <summary>Unique within the Site.</summary>
    public required string Name { get; init; }
    /// <summary>Wall clock of the Site: when it opens first, or the earliest at which its rule may.</summary>
    public DateTime FirstStart { get; set; }
    /// <summary>Elapsed time, so that a Window is as long on the day on which the clocks change.</summary>
    public TimeSpan Duration { get; set; }
    /// <summary>RRULE of RFC 5545 without its name: "FREQ=WEEKLY;BYDAY=SU". Null: it opens once.</summary>
    public string? Rule { get; set; }
    /// <summary>Wall clock of the Site: starts of the rule at which it does not open, as EXDATE writes them: "20261225T020000,20270101T020000".</summary>
    public string Except { get; set; } = "";
    /// <summary>Wall clock of the Site: it does not open at this time or later. Null: it has no expiry.</summary>
    public DateTime? Ends { get; set; }
    /// <summary>How many Hosts of the Site may be out for planned work when another one begins in it. Null: the guard alone decides.</summary>
    public int? AtOnce { get; set; }
    /// <summary>What it is for, one line.</summary>
    public string Note { get; set; } = "";
    /// <summary>UID of the provider's notice that it was taken from; null: none.</summary>
    public string? NoticeUid { get; set; }
    /// <summary>SEQUENCE of that notice: an older one changes nothing any more.</summary>
    public int NoticeSequence { get; set; }
    /// <summary>Who declared or changed it last: "person:ada", "system".</summary>
    public string ChangedBy { get; set; } = "system";
    public DateTimeOffset ChangedAt { get; set; }
    /// <summary>How often it was changed; SEQUENCE in our own calendar.</summary>
    public int Revision { get; set; }
    /// <summary>When it was taken out of the fleet; its history stays. Null: it is there.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
    [Timestamp] public uint Version { get; set; }

    /// <summary>Takes over what is declared. Who did, and when, is the caller's to say.</summary>
    public void Take(MaintenanceWindow said)
    {
        (FirstStart, Duration, Rule, Except, Ends) = (said.FirstStart, said.Duration, said.Rule, said.Except, said.Ends);
        (AtOnce, Note) = (said.AtOnce, said.Note);
    }

    /// <summary>Notes who changed it.</summary>
    public void Changed(string by, DateTimeOffset at)
    {
        (ChangedBy, ChangedAt) = (by, at);
        Revision++;
    }

    /// <summary>The short form of the inventory: a day of the week, and a time. The first is the same whenever it is declared, so that to declare it again changes nothing.</summary>
    public static (DateTime FirstStart, string Rule) Weekly(DayOfWeek day, TimeOnly start)
    {
        var sunday = new DateOnly(2000, 1, 2);
        return (sunday.AddDays((int)day).ToDateTime(start), "FREQ=WEEKLY");
    }
}

internal sealed class MaintenanceWindowConfiguration : IEntityTypeConfiguration<MaintenanceWindow>
{
    public void Configure(EntityTypeBuilder<MaintenanceWindow> builder)
    {
        // A wall clock's time is no instant: its zone is the Site's, and may get other rules.
        const string WallClock = "timestamp without time zone";
        builder.ToTable("maintenance_windows");
        builder.HasQueryFilter(window => window.RetiredAt == null);
        builder.HasKey(window => new { window.SiteId, window.Name });
        builder.Property(window => window.FirstStart).HasColumnType(WallClock);
        builder.Property(window => window.Ends).HasColumnType(WallClock);
        builder.Property(window => window.Except).HasDefaultValue("");
        builder.Property(window => window.Note).HasDefaultValue("");
        builder.Property(window => window.ChangedBy).HasDefaultValue("system");
    }
}
