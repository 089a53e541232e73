using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Windows;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Windows;

/// <summary>Windows that a version without rules declared: they open when they did.</summary>
[TestClass]
public sealed class WindowUpgradeTests(TestContext test)
{
    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task Windows_OfBefore_OpenWhenTheyDid()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Token);
        await using var db = database.Contexts.CreateDbContext();
        await db.GetService<IMigrator>().MigrateAsync("20261129044528_TicketsCalledOffAndHeldAlerts", Token);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO maintenance_windows (site_id, name, day, start, duration, retired_at)
            VALUES ('yul1', 'sunday', 'Sunday', '02:00', '04:00', NULL), ('yul1', 'saturday', 'Saturday', '23:30', '24:00', NULL), ('yul1', 'gone', 'Monday', '01:00', '01:00', now())
            """, Token);

        await new Schema(database.Contexts, database.DataSource).ApplyAsync(Token);

        var windows = await db.MaintenanceWindows.OrderBy(window => window.Name).ToListAsync(Token);
        var (zone, now) = (TimeZoneInfo.FindSystemTimeZoneById("America/Toronto"), new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        Assert.AreEqual(
            "saturday 2026-11-29 04:30 24, sunday 2026-11-29 07:00 4",
            string.Join(", ", windows.Select(window => (window.Name, Next: MaintenanceCalendar.NextWindow([window], zone, now)!))
                .Select(each => FormattableString.Invariant($"{each.Name} {each.Next.Start:yyyy-MM-dd HH:mm} {(each.Next.End - each.Next.Start).TotalHours}"))));
        // As the inventory declares them in short: to declare them again changes nothing.
        Assert.AreEqual(MaintenanceWindow.Weekly(DayOfWeek.Sunday, new TimeOnly(2, 0)), (windows[1].FirstStart, windows[1].Rule!));
        Assert.AreEqual(3, await db.MaintenanceWindows.IgnoreQueryFilters().CountAsync(Token));
    }
}
