using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>What is declared in the <see cref="FakeFleet"/>.</summary>
internal sealed class FakeCalendar
{
    public List<MaintenanceWindow> Windows { get; } =
    [
        new()
        {
            SiteId = "yul1",
            Name = "weekly",
            FirstStart = "2026-01-04T02:00",
            Duration = Duration.FromTimeSpan(TimeSpan.FromHours(4)),
            Rule = "FREQ=WEEKLY",
            AtOnce = 2,
            Note = "drivers and firmware",
            ChangedBy = "person:rosa",
            TimeZone = "America/Toronto",
            Next = new Occurrence
            {
                SiteId = "yul1",
                Name = "weekly",
                Start = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(3)),
                End = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(3).AddHours(4)),
            },
            Version = 1,
        },
    ];

    public List<Blackout> Blackouts { get; } =
    [
        new()
        {
            Id = "freeze",
            Name = "year-end",
            Start = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(2)),
            End = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(4)),
            ChangedBy = "person:rosa",
            Version = 1,
        },
    ];
}
