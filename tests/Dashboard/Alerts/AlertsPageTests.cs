using Microsoft.Playwright;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Alerts;

[TestClass]
public sealed class AlertsPageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Acknowledge_FromTheList_ReachesTheServerAndTellsWhoIsOnIt()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/alerts");

        await visit.ById("alert-acknowledge-GpuEccUncorrectable-gpu-yul1-03").ClickAsync();
        await visit.ById("acknowledge-confirm").ClickAsync();

        await visit.ById("alert-row-GpuEccUncorrectable-gpu-yul1-03").GetByText("mika is on it").WaitForAsync();
        Assert.Contains("Acknowledge cond-ecc", dashboard.ControlPlane.Fleet.Calls);
    }

    // Badge, panel and page each counted something else, and one dead GPU was told of twice.
    [TestMethod]
    [DataRow("dark", 1440)]
    [DataRow("light", 390)]
    public async Task List_OfOneGpuWithTwoFaults_IsOneRowThatIsAcknowledgedOnce(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        var fleet = dashboard.ControlPlane.Fleet;
        var second = fleet.Conditions[0].Clone();
        (second.Id, second.Code, second.Sentence) = ("cond-recovery", "recovery-action", "GPU 3 asks for a reset.");
        fleet.Conditions.Add(second);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, 900);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();
        await Assertions.Expect(visit.ById("problems")).ToHaveTextAsync("3 problems");

        await visit.GoAsync("/alerts");

        await Assertions.Expect(visit.Page.Locator("[data-testid^=alert-row-]")).ToHaveCountAsync(3);
        await Assertions.Expect(visit.Page.Locator(".rail-link[href='/alerts'] .count")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^3\\s*problems$"));
        await visit.ById("alert-row-GpuEccUncorrectable-gpu-yul1-03").GetByText("1 more of it").ClickAsync();
        await Shots.KeepAsync(visit.Page, $"alerts-folded-{theme}-{width}");
        await visit.ById("alert-acknowledge-GpuEccUncorrectable-gpu-yul1-03").ClickAsync();
        await visit.ById("acknowledge-others").GetByText("GPU 3 asks for a reset.").WaitForAsync();
        await visit.ById("acknowledge-confirm").ClickAsync();

        await visit.ById("alert-row-GpuEccUncorrectable-gpu-yul1-03").GetByText("mika is on it").WaitForAsync();
        Assert.Contains("Acknowledge cond-ecc", fleet.Calls);
        Assert.Contains("Acknowledge cond-recovery", fleet.Calls);
    }

    [TestMethod]
    public async Task Check_ByAnOperator_TellsWhatWorksAndWhatDoesNot()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("omar");
        await visit.GoAsync("/alerts");

        await visit.ById("check-open").ClickAsync();
        await visit.ById("check-balancers").ClickAsync();
        await visit.ById("check-results").GetByText("has no server llm/s1").WaitForAsync();
        await visit.ById("check-alert").ClickAsync();
        await visit.ById("check-results").GetByText("took the test alert").WaitForAsync();
        await visit.ById("check-site").SelectOptionAsync("yul1");
        await visit.ById("check-ticket").ClickAsync();
        await visit.ById("check-results").GetByText("the test ticket is out by email").WaitForAsync();
        Assert.Contains("TestTicket yul1", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task List_OfAnotherSite_SaysThatNothingFiresThere()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");

        await visit.GoAsync("/alerts?site=fra2");

        await visit.Page.GetByText("Nothing is firing at fra2").WaitForAsync();
        await visit.GoAsync("/alerts?site=fra2&all=true");
        await visit.ById("alert-row-GpuThermal-gpu-fra2-01").WaitForAsync();
        Assert.AreEqual(1, await visit.Page.Locator("[data-testid^=alert-row-]").CountAsync());
    }
}
