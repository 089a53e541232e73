using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Maintenance.Calendar;
using SovereignFleet.Dashboard.Maintenance.Dialogs;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Maintenance;

/// <summary>When planned work may begin: a calendar, and what it is made of.</summary>
public sealed partial class MaintenancePage
{
    private const uint Most = 1_000;

    /// <summary>"week", or else the month.</summary>
    [SupplyParameterFromQuery] public string? View { get; set; }
    /// <summary>A day of what is shown: "2026-12-01". None: today.</summary>
    [SupplyParameterFromQuery(Name = "at")] public string? DayTyped { get; set; }
    [SupplyParameterFromQuery(Name = "site")] public string? SiteId { get; set; }
    [Inject] internal Prompts Prompts { get; set; } = null!;

    protected override TimeSpan Period => TimeSpan.FromSeconds(10);

    private string Typed => View == CalendarDays.Week ? CalendarDays.Week : CalendarDays.Month;

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, ZoneOf(SiteId ?? "")).DateTime);

    private DateOnly Day => CalendarDays.Read(DayTyped) ?? Today;

    private IReadOnlyList<string> Faults => AddressFault.All(
        AddressFault.Of(View, View is CalendarDays.Week or CalendarDays.Month, "neither month nor week. The month is shown."),
        AddressFault.Of(DayTyped, CalendarDays.Read(DayTyped) is not null, "no day, as 2026-12-01. Today is shown."));

    private string? WhyNot => Rights.WhyNotOperate(Person);

    private string Title => Typed == CalendarDays.Month
        ? Day.ToString("MMMM yyyy", CultureInfo.InvariantCulture)
        : $"Week of {CalendarDays.Range(Typed, Day).First.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";

    private protected override async Task<Answer<MaintenanceCalendar>> AskAsync(CancellationToken cancellationToken)
    {
        var site = SiteId ?? "";
        var (first, last) = CalendarDays.Range(Typed, Day);
        // A day more on each side: the days of a Site are not those of UTC.
        var (from, until) = (Midnight(first.AddDays(-1)), Midnight(last.AddDays(2)));
        var (windows, fault) = await Api.AskAsync(options => Api.Windows.ListWindowsAsync(new ListWindowsRequest { SiteId = site, PageSize = Most }, options), cancellationToken);
        if (windows is null)
        {
            return new(null, fault);
        }

        var (blackouts, second) = await Api.AskAsync(options => Api.Windows.ListBlackoutsAsync(new ListBlackoutsRequest { SiteId = site, PageSize = Most }, options), cancellationToken);
        var (occurrences, third) = await Api.AskAsync(
            options => Api.Windows.ListOccurrencesAsync(new ListOccurrencesRequest { SiteId = site, From = from, Until = until, PageSize = 2 * Most }, options), cancellationToken);
        return blackouts is null || occurrences is null
            ? new(null, second ?? third)
            : new(new MaintenanceCalendar(windows.Windows, blackouts.Blackouts, occurrences.Occurrences), null);
    }

    private static Timestamp Midnight(DateOnly day) => Timestamp.FromDateTime(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    private TimeZoneInfo ZoneOf(string siteId) => TimeZoneInfo.TryFindSystemTimeZoneById(Feed.ZoneOfSite(siteId) ?? "UTC", out var zone) ? zone : TimeZoneInfo.Utc;

    private string Url(string view, DateOnly day) =>
        $"/maintenance?view={view}&at={CalendarDays.Write(day)}{(string.IsNullOrEmpty(SiteId) ? "" : "&site=" + Uri.EscapeDataString(SiteId))}";

    private async Task EditAsync(MaintenanceWindow? window)
    {
        await Prompts.ShowAsync("Window", new DialogParameters<WindowDialog> { { dialog => dialog.Known, window }, { dialog => dialog.ChosenSite, SiteId ?? "" } });
        await AskNowAsync();
    }

    private async Task EditAsync(Blackout? blackout)
    {
        await Prompts.ShowAsync("Blackout", new DialogParameters<BlackoutDialog> { { dialog => dialog.Known, blackout }, { dialog => dialog.ChosenSite, SiteId ?? "" } });
        await AskNowAsync();
    }

    private async Task DeleteAsync(MaintenanceWindow? window, Blackout? blackout)
    {
        await Prompts.ShowAsync("Delete", new DialogParameters<DeleteDialog> { { dialog => dialog.Window, window }, { dialog => dialog.Held, blackout } });
        await AskNowAsync();
    }
}
