using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Plans;

[TestClass]
public sealed class PlansPageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("dark", 1440)]
    [DataRow("light", 390)]
    public async Task PlanWork_RackOnSaturdayTwoAtOnce_IsPreviewedAndReachesTheServer(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, 900);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/maintenance/plans");
        await visit.ById("plan-work").ClickAsync();
        await visit.ById("plan-rack").SelectOptionAsync("B07");
        await visit.ById("plan-site").SelectOptionAsync("yul1");
        await visit.ById("plan-host-gpu-yul1-03").UncheckAsync();
        await visit.ById("plan-start-date").ClickAsync();
        await visit.ById("plan-date").FillAsync("2030-03-02T02:00");
        await visit.ById("plan-at-once").FillAsync("2");
        Assert.IsTrue(await visit.ById("plan-preview").IsDisabledAsync());
        await visit.ById("plan-missing").GetByText("Say why.").WaitForAsync();
        await visit.ById("plan-reason").FillAsync("Driver 570");
        Assert.IsTrue(await visit.ById("plan-confirm").IsDisabledAsync(), "What was not previewed cannot be planned.");

        await visit.ById("plan-preview").ClickAsync();
        await visit.ById("plan-preview-gpu-yul1-02").GetByText("Lifts it: another host of the pool").WaitForAsync();
        await visit.ById("plan-preview-list").ScrollIntoViewIfNeededAsync();
        await Shots.KeepAsync(visit.Page, $"plan-preview-{theme}-{width}");
        Assert.AreEqual(0, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await visit.ById("plan-confirm").ClickAsync();

        await visit.ById("plan-card-plan-new").GetByText("Driver 570").WaitForAsync();
        Assert.Contains("CreatePlan gpu-yul1-01,gpu-yul1-02,gpu-yul1-04,gpu-yul1-05: Reboot, Date 2030-03-02T07:00Z, 2 at once: Driver 570", string.Join('\n', dashboard.ControlPlane.Fleet.Calls));
    }

    [TestMethod]
    public async Task PlanWork_ChangedAfterItsPreview_IsToBePreviewedAgain()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/maintenance/plans");
        await visit.ById("plan-work").ClickAsync();
        await visit.ById("plan-rack").SelectOptionAsync("B07");
        await visit.ById("plan-start-now").ClickAsync();
        await visit.ById("plan-reason").FillAsync("Driver 570");
        await visit.ById("plan-preview").ClickAsync();
        await visit.ById("plan-preview-list").WaitForAsync();

        await visit.ById("plan-at-once").FillAsync("4");

        await visit.ById("plan-preview-list").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.IsTrue(await visit.ById("plan-confirm").IsDisabledAsync());
    }

    [TestMethod]
    [DataRow("dark", 1440)]
    [DataRow("light", 390)]
    public async Task Story_OfAPausedPlan_IsResumedExtendedAndStoppedByTheKeyboard(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, 900);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/maintenance/plans/plan-02");
        await visit.ById("plan-progress").GetByText("1 of 4 done, 1 out, 1 failed, 1 skipped").WaitForAsync();
        await Shots.KeepAsync(visit.Page, $"plan-paused-{theme}-{width}");

        await visit.ById("plan-resume").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ById("plan-pause").WaitForAsync();
        await visit.ById("plan-extend").ClickAsync();
        await visit.ById("extend-to").FillAsync("2030-03-02T06:00");
        await Shots.KeepAsync(visit.Page, $"plan-extend-{theme}-{width}");
        await visit.ById("extend-confirm").ClickAsync();
        // The revision that is asked by is the one that is seen.
        await visit.ById("plan-story").GetByText("2 Mar 06:00").WaitForAsync();
        await visit.ById("plan-stop").ClickAsync();
        await visit.ById("stop-cancel").ClickAsync();
        await Shots.KeepAsync(visit.Page, $"plan-stop-{theme}-{width}");
        await visit.ById("stop-confirm").ClickAsync();

        await visit.ById("plan-story").GetByText("stopping", new() { Exact = true }).First.WaitForAsync();
        var calls = dashboard.ControlPlane.Fleet.Calls;
        Assert.Contains("ResumePlan plan-02 of 1", calls);
        Assert.Contains("ExtendPlan plan-02 of 2 to 2030-03-02T11:00Z", calls);
        Assert.Contains("StopPlan plan-02 of 3, cancelled", calls);
    }

    [TestMethod]
    public async Task Page_ByAViewer_SaysWhichRoleIsNeeded()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/maintenance/plans/plan-02");
        await visit.ById("plan-story").GetByText("Needs the on-call role").WaitForAsync();
        Assert.IsTrue(await visit.ById("plan-work").IsDisabledAsync());
        Assert.IsTrue(await visit.ById("plan-resume").IsDisabledAsync());
    }

    [TestMethod]
    public async Task Page_WithoutPlans_SaysHowToMakeOne()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.Locked(() => dashboard.ControlPlane.Fleet.Plans.RemoveAll(_ => true));
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/maintenance/plans");
        await visit.ById("plans-empty").GetByText("POST /v1/plans").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "plans-empty-dark-1440");
    }
}
