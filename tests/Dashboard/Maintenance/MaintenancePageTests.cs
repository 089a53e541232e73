using Microsoft.Playwright;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Maintenance;

[TestClass]
public sealed class MaintenancePageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Window_DeclaredChangedAndDeleted_IsAClickAndAWordEach()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "rosa");
        await visit.ById("window-add").ClickAsync();
        await visit.ById("window-site").SelectOptionAsync("yul1");
        await visit.ById("window-name").FillAsync("patches");
        await visit.ById("window-first").FillAsync("2026-12-08T02:00");
        await visit.ById("window-usual").SelectOptionAsync("FREQ=MONTHLY;BYDAY=2TU");
        await visit.ById("window-preview").ClickAsync();
        await Assertions.Expect(visit.ById("window-openings")).ToContainTextAsync("6 Dec 02:00 America/Toronto");
        await visit.ById("window-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("window-row-patches")).ToContainTextAsync("every second Tuesday of a month");

        await visit.ById("window-edit-patches").ClickAsync();
        await visit.ById("window-usual").SelectOptionAsync("own");
        await visit.ById("window-rule").FillAsync("FREQ=SECONDLY");
        await visit.ById("window-preview").ClickAsync();
        await Assertions.Expect(visit.ById("window-faults")).ToContainTextAsync("too often");
        await visit.ById("window-rule").FillAsync("FREQ=YEARLY");
        await visit.ById("window-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("window-row-patches")).ToContainTextAsync("FREQ=YEARLY");

        await visit.ById("window-delete-patches").ClickAsync();
        await visit.ById("delete-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("window-row-patches")).ToHaveCountAsync(0);
    }

    [TestMethod]
    public async Task Blackout_OfTheFleet_IsDeclaredInTheCalendarAndDeleted()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "rosa");
        await visit.ById("blackout-add").ClickAsync();
        await visit.ById("blackout-name").FillAsync("launch");
        await Assertions.Expect(visit.ById("blackout-confirm")).ToBeDisabledAsync();
        var today = TimeProvider.System.GetUtcNow();
        await visit.ById("blackout-from").FillAsync($"{today:yyyy-MM-dd}T01:00");
        await visit.ById("blackout-until").FillAsync($"{today:yyyy-MM-dd}T23:00");
        await visit.ById("blackout-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("calendar")).ToContainTextAsync("blackout launch, whole fleet");

        await visit.ById("blackout-delete-launch").ClickAsync();
        await visit.ById("delete-confirm").ClickAsync();
        await Assertions.Expect(visit.ById("blackout-row-launch")).ToHaveCountAsync(0);
    }

    [TestMethod]
    public async Task Viewer_SeesTheCalendarAndIsToldWhyNot()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard, "mika");
        await Assertions.Expect(visit.ById("window-add")).ToBeDisabledAsync();
        await Assertions.Expect(visit.ById("window-add")).ToHaveAttributeAsync("title", new System.Text.RegularExpressions.Regex("operator"));
    }

    private static async Task<Visit> OpenAsync(RunningDashboard dashboard, string person)
    {
        var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync(person);
        await visit.LiveAsync();
        await visit.GoAsync("/maintenance");
        await visit.ById("calendar").WaitForAsync();
        return visit;
    }
}
