using System.Diagnostics;
using Microsoft.Playwright;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Fleet;

/// <summary>What changes at the control plane changes on the screen by itself.</summary>
[TestClass]
public sealed class LiveTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Map_WhenAGpuBreaks_ShowsItWithoutALoad()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        foreach (var host in new[] { 1, 5, 7, 9, 10 })
        {
            var cell = visit.ById("gpu-cell-" + FakeInventory.Uuid("yul1", host, 0));
            await cell.And(visit.Page.Locator(".cell-ok")).WaitForAsync();
            var began = Stopwatch.GetTimestamp();

            dashboard.ControlPlane.Fleet.Broken = $"gpu-yul1-{host:00}";

            await cell.And(visit.Page.Locator(".cell-act")).WaitForAsync();
            TestContext.WriteLine($"The stream looks each second; the cell was red after {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms.");
            Assert.Contains("firing", await cell.GetAttributeAsync("aria-label") ?? "");
        }
    }

    [TestMethod]
    public async Task Page_WhenTheServerComesBack_RecoversByItselfAndSaysOldMeanwhile()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.Page.Locator("a.cell-ok").First.WaitForAsync();
        await visit.Page.EvaluateAsync("() => { window.neverLoadedAgain = true; }");

        await dashboard.ControlPlane.DisposeAsync();
        await visit.ById("fault-banner").GetByText("What is on the screen is old.").WaitForAsync();
        await visit.Page.Locator("[data-testid=data-age][data-stale=true]").WaitForAsync();
        // The browser's clock turns the age to old, the circuit's the map: each beats once a second.
        await Assertions.Expect(visit.Page.Locator("a.cell-ok, a.cell-act")).ToHaveCountAsync(0);
        await dashboard.StartControlPlaneAgainAsync(TestContext.CancellationToken);

        await visit.Page.Locator("a.cell-ok").First.WaitForAsync();
        await visit.ById("fault-banner").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.IsTrue(await visit.Page.EvaluateAsync<bool>("() => window.neverLoadedAgain === true"));
    }

    // Once the notice had the ground's colour, and the map stood there as if it were now.
    [TestMethod]
    public async Task Page_WhenTheDashboardIsAway_SaysSoLegiblyAndComesBackByItself()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/?site=fra2");
        await visit.Page.Locator("a.cell-ok").First.WaitForAsync();

        await dashboard.StopDashboardAsync();

        var notice = visit.Page.Locator("#components-reconnect-modal");
        await notice.GetByText("The connection to the dashboard is lost").WaitForAsync();
        Assert.AreEqual("rgb(242, 112, 92)", await notice.EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
        Assert.AreEqual("grayscale(1)", await visit.Page.Locator("#content").EvaluateAsync<string>("e => getComputedStyle(e).filter"));
        // It covered the top bar, with the search and whose page it is.
        Assert.IsGreaterThanOrEqualTo(await notice.EvaluateAsync<double>("e => e.getBoundingClientRect().bottom"), await visit.Page.Locator(".top").EvaluateAsync<double>("e => e.getBoundingClientRect().top"));
        await Shots.KeepAsync(visit.Page, "dashboard-away-dark-1440");

        await dashboard.StartDashboardAgainAsync(TestContext.CancellationToken);

        await visit.Page.Locator("html:not([data-cut]) a.cell-ok").First.WaitForAsync();
        Assert.EndsWith("/?site=fra2", visit.Page.Url);
    }

    [TestMethod]
    public async Task Pool_ItsNumber_OpensTheGuardsArithmetic()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");

        await visit.ById("pool-llm-ca").ClickAsync();

        await visit.ById("guard").GetByText("Already reserved by other drains").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "pool-dark-1440");
    }
}
