using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Layout;

/// <summary>An age on the screen is true, whether or not anything still answers.</summary>
[TestClass]
public sealed class AgeTests
{
    public required TestContext TestContext { get; set; }

    // The age was counted by the dashboard: with its process hung the page said "Data is 0 s old" for half a minute, and coloured the map.
    [TestMethod]
    public async Task Page_WhoseDashboardHangs_TellsTheTrueAgeAndIsNotTakenForNow()
    {
        await using var beside = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var dashboard = await DashboardApart.StartAsync(beside, TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/hosts/gpu-yul1-03");
        var heard = visit.Page.Locator(".host-facts time[data-clock=ago]").First;
        await Assertions.Expect(heard).ToHaveTextAsync(new Regex("^[0-2] s ago$"));
        // The Host's own page is there an instant before the fleet's first news.
        await visit.ById("data-age").Locator("time").WaitForAsync();

        dashboard.Halt();
        var since = Stopwatch.GetTimestamp();
        await visit.Page.Locator("html[data-cut]").WaitForAsync();

        var before = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var (data, last) = (await SecondsAsync(visit.ById("data-age").Locator("time")), await SecondsAsync(heard));
        var after = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Assert.IsTrue(data >= before - 2 && data <= after + 3, $"The data is said to be {data} s old; the dashboard stands still for {before:0.0} to {after:0.0} s.");
        Assert.IsTrue(last >= before - 2 && last <= after + 4, $"The host is said to be heard {last} s ago; the dashboard stands still for {before:0.0} to {after:0.0} s.");
        await visit.Page.Locator("[data-testid=data-age][data-stale=true]").WaitForAsync();
        await visit.Page.GetByText("The connection to the dashboard is lost; what is on the screen is old").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "dashboard-hung-dark-1440");

        dashboard.GoOn();

        await visit.Page.Locator("html:not([data-cut]) [data-testid=data-age][data-stale=false]").WaitForAsync();
        await Assertions.Expect(heard).ToHaveTextAsync(new Regex("^[0-3] s ago$"));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(119)]
    [DataRow(120)]
    [DataRow(7199)]
    [DataRow(7200)]
    [DataRow(172_799)]
    [DataRow(172_800)]
    public async Task Span_InTheBrowser_IsWordedAsByTheDashboard(int seconds)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.LiveAsync();

        Assert.AreEqual(Shown.Span(TimeSpan.FromSeconds(seconds)), await visit.Page.EvaluateAsync<string>("seconds => fleet.span(seconds * 1000)", seconds));
    }

    [TestMethod]
    [DataRow("America/Toronto")]
    [DataRow("Asia/Kolkata")]
    [DataRow("UTC")]
    public async Task Moment_OfLongAgo_IsWordedAsByTheDashboard(string zone)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.LiveAsync();
        var at = new DateTimeOffset(2026, 9, 3, 4, 5, 6, TimeSpan.Zero);

        var said = await visit.Page.EvaluateAsync<string>("([at, zone]) => fleet.words(at, 'ago', zone)", new object[] { at.ToUnixTimeMilliseconds(), zone });

        Assert.AreEqual(Shown.Local(Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(at), zone), said);
    }

    private static async Task<int> SecondsAsync(ILocator age) => int.Parse((await age.InnerTextAsync()).Split(' ')[0], CultureInfo.InvariantCulture);
}
