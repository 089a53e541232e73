using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Hosts;

/// <summary>What is wrong on a Host and waits for a person: it is found at once, and taken as one.</summary>
[TestClass]
public sealed class HostProblemTests
{
    public required TestContext TestContext { get; set; }

    // It stood far down on the host's page alone, and was over after 15 minutes.
    [TestMethod]
    [DataRow("/", 1440)]
    [DataRow("/", 390)]
    [DataRow("/hosts/gpu-yul1-03", 390)]
    public async Task Command_ThatWaitsForASecondPerson_IsFoundWhereAPersonLooksFirst(string path, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.GuardRefuses = true;
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, width: width);
        await visit.SignInAsync("mika");
        await visit.GoAsync(path);
        var place = path == "/" ? visit.ById("summary-wrong").Locator("li").First : visit.ById("waiting-command");

        await place.GetByText("waits for a second person").First.WaitForAsync();
        await Shots.KeepAsync(visit.Page, $"waiting{path.Replace('/', '-')}-dark-{width}");
        await place.GetByTestId("command-judge").ClickAsync();
        await visit.ById("judge-confirm").ClickAsync();
        await visit.ById("judge-confirm").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        Assert.Contains("Confirm waiting", dashboard.ControlPlane.Fleet.Calls);
    }

    // Each condition was acknowledged by itself, where the problem is one.
    [TestMethod]
    public async Task Acknowledge_OneOfAProblem_TakesAllOfIt()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        var conditions = dashboard.ControlPlane.Fleet.Conditions;
        var more = conditions[0].Clone();
        (more.Id, more.Code, more.Sentence) = ("cond-more", "gpu-power-brake", "The power brake of GPU 3 is on.");
        conditions.Add(more);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("acknowledge-ecc-uncorrected").ClickAsync();
        await visit.ById("acknowledge-others").GetByText("power brake").WaitForAsync();
        Assert.AreEqual(0, await visit.ById("acknowledge-gpu-power-brake").CountAsync());
        await visit.ById("acknowledge-confirm").ClickAsync();

        await visit.ById("condition-gpu-power-brake").GetByText("acknowledged by mika").WaitForAsync();
        Assert.Contains("Acknowledge cond-ecc", dashboard.ControlPlane.Fleet.Calls);
        Assert.Contains("Acknowledge cond-more", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Gpu_AnXidThatNothingFiredFor_IsAmongItsEvents()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");

        await visit.GoAsync("/hosts/gpu-yul1-03?gpu=3");

        await visit.ById("gpu-events").GetByText("XID 13").WaitForAsync();
        await visit.Page.Locator(".chart canvas").Nth(12).WaitForAsync();
        await Shots.KeepAsync(visit.Page, "host-gpu-events-dark-1440");
    }
}
