using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Drains;

[TestClass]
public sealed class DrainsPageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Approve_ByOnCall_ReachesTheServerAndMovesTheCard()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");

        await visit.ById("drain-approve-gpu-yul1-03").ClickAsync();
        await Shots.KeepAsync(visit.Page, "approve-dark-1440");
        await visit.ById("approve-confirm").ClickAsync();

        await visit.ById("drain-state-gpu-yul1-03").GetByText("approved").WaitForAsync();
        Assert.Contains("Approve drain-03", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Overdue_APersonVouchesThatItIsEmpty_ReachesTheServer()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        Assert.Contains("a firing condition", await visit.ById("drain-card-gpu-yul1-02").InnerTextAsync());

        await visit.ById("drain-vouch-gpu-yul1-02").ClickAsync();
        await Shots.KeepAsync(visit.Page, "vouch-dark-1440");
        await visit.ById("vouch-confirm").ClickAsync();

        await visit.ById("drain-state-gpu-yul1-02").GetByText("approved").WaitForAsync();
        Assert.Contains("Vouch drain-02", dashboard.ControlPlane.Fleet.Calls);
    }

    /// <summary>Tickets and alerts link to it.</summary>
    [TestMethod]
    public async Task OneDrain_ByItsAddress_TellsWhatHappened()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");

        await visit.GoAsync("/drains/drain-04");

        await visit.ById("drain-card-gpu-yul1-04").WaitForAsync();
        Assert.AreEqual(1, await visit.Page.Locator(".card").CountAsync());
        Assert.Contains("Proposed.", await visit.ById("drain-story").InnerTextAsync());
        await Shots.KeepAsync(visit.Page, "drain-dark-1440");
    }

    [TestMethod]
    public async Task Board_ForAViewer_HasNoButtonThatChangesAnythingAndSaysWhy()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/drains");
        await visit.ById("drain-card-gpu-yul1-03").WaitForAsync();

        Assert.AreEqual(0, await visit.Page.Locator("[data-testid^=drain-approve-], [data-testid^=drain-cancel-], [data-testid^=drain-repaired-]").CountAsync());
        Assert.IsTrue(await visit.ById("propose-drain").IsDisabledAsync());
        Assert.Contains("Needs the on-call role; you are viewer.", await visit.ById("drain-card-gpu-yul1-03").InnerTextAsync());
    }

    [TestMethod]
    public async Task Cancel_UntilTheHostIsTyped_IsNotPossible()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        await visit.ById("drain-cancel-gpu-yul1-04").ClickAsync();
        await visit.ById("cancel-reason").FillAsync("The GPU came back.");
        await visit.ById("cancel-name").FillAsync("gpu-yul1-05");
        Assert.IsTrue(await visit.ById("cancel-confirm").IsDisabledAsync());

        await visit.ById("cancel-name").FillAsync("gpu-yul1-04");
        await visit.ById("cancel-confirm").ClickAsync();

        await visit.ById("drain-state-gpu-yul1-04").GetByText("cancelled").WaitForAsync();
        Assert.Contains("Cancel drain-04", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Propose_AHost_ShowsTheGuardsVerdictFirst()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        await visit.ById("propose-drain").ClickAsync();
        await visit.ById("propose-host").SelectOptionAsync("gpu-yul1-09");
        await visit.ById("guard").GetByText("The guard refuses it.").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "propose-dark-1440");
        await visit.ById("propose-reason").FillAsync("Coolant smell.");

        await visit.ById("propose-confirm").ClickAsync();

        await visit.ById("drain-card-gpu-yul1-09").WaitForAsync();
        Assert.Contains("Propose gpu-yul1-09: Coolant smell.", dashboard.ControlPlane.Fleet.Calls);
        Assert.AreEqual(DrainState.Proposed, dashboard.ControlPlane.Fleet.Drains[^1].State);
    }

    [TestMethod]
    [DataRow(1440)]
    [DataRow(390)]
    public async Task Propose_SeveralWorks_AsksEachForItsTargetAndTheCardNamesIt(int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, width: width);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        await visit.ById("propose-drain").ClickAsync();
        await visit.ById("propose-host").SelectOptionAsync("gpu-yul1-05");
        await visit.ById("propose-reason").FillAsync("XID 119");
        Assert.AreEqual(
            "Remote hands, My own work, Restart a service, Reset a GPU, Reboot",
            string.Join(", ", await visit.ById("propose-work-1").Locator("option").AllTextContentsAsync()));

        await visit.ById("propose-work-1").SelectOptionAsync("ResetGpu");
        await visit.ById("propose-1-gpu").WaitForAsync();
        Assert.IsTrue(await visit.ById("propose-confirm").IsDisabledAsync());
        await visit.ById("propose-1-gpu").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 4 });
        await visit.ById("propose-more").ClickAsync();
        await visit.ById("propose-work-2").SelectOptionAsync("RestartUnit");
        await visit.ById("propose-2-unit").FillAsync("vllm.service");
        await visit.ById("propose-more").ClickAsync();
        await visit.ById("propose-less-3").ClickAsync();
        await visit.ById("propose-work-3").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.IsTrue(await visit.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.mud-dialog, .mud-dialog *')].every(e => e.getBoundingClientRect().right <= innerWidth)"), "It is wider than the window.");
        await Shots.KeepAsync(visit.Page, $"propose-works-dark-{width}");
        await visit.ById("propose-confirm").ClickAsync();

        await visit.ById("drain-card-gpu-yul1-05").WaitForAsync();
        var gpu = dashboard.ControlPlane.Fleet.Drains[^1].Works[0].Work.Target;
        Assert.StartsWith("GPU-", gpu);
        Assert.Contains($"Plan ResetGpu {gpu}, RestartUnit vllm.service", dashboard.ControlPlane.Fleet.Calls);
        var works = await visit.ById("drain-card-gpu-yul1-05").Locator("[data-testid=drain-work]").AllInnerTextsAsync();
        Assert.Contains("Reset a GPU: " + gpu, works[0]);
        Assert.Contains("Restart a service: vllm.service", works[1]);
        Assert.Contains("planned", works[1]);
    }

    [TestMethod]
    public async Task Proposed_BeforeItIsApproved_ShowsWhatTheGuardWouldSay()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        await visit.ById("drain-approve-gpu-yul1-03").ClickAsync();

        await visit.ById("guard").GetByText("The guard allows it.").WaitForAsync();

        Assert.IsTrue(await visit.Page.EvaluateAsync<bool>("() => document.querySelector('.mud-dialog').contains(document.activeElement)"), "The keyboard stays behind the dialog.");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.ById("guard").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await Microsoft.Playwright.Assertions.Expect(visit.ById("drain-approve-gpu-yul1-03")).ToBeFocusedAsync();
    }

    [TestMethod]
    public async Task Ticket_OfADrain_OpensThatTicket()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");

        await visit.ById("drain-ticket-gpu-yul1-06").ClickAsync();

        await visit.Page.GetByLabel("Text of SF-7K2M9Q").WaitForAsync();
    }
}
