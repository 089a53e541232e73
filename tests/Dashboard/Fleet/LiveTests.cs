using System.Diagnostics;
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
        Assert.AreEqual(0, await visit.Page.Locator("a.cell-ok, a.cell-act").CountAsync());
        await dashboard.StartControlPlaneAgainAsync(TestContext.CancellationToken);

        await visit.Page.Locator("a.cell-ok").First.WaitForAsync();
        await visit.ById("fault-banner").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.IsTrue(await visit.Page.EvaluateAsync<bool>("() => window.neverLoadedAgain === true"));
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
