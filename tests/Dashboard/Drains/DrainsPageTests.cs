using Google.Protobuf.WellKnownTypes;
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

    [TestMethod]
    public async Task Cancelled_NotGivenBackYet_SaysThatItIsBeingUndone()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        var drain = dashboard.ControlPlane.Fleet.Drains.Single(drain => drain.HostName == "gpu-yul1-04");
        drain.CancelRequestedAt = TimeProvider.System.GetUtcNow().AddMinutes(-13).ToTimestamp();
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");

        await visit.ById("drain-undone-gpu-yul1-04").GetByText("it is being undone").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "drain-undone-dark-1440");
        Assert.AreEqual(0, await visit.ById("drain-card-gpu-yul1-04").Locator(".button").CountAsync(), "What is cancelled already cannot be cancelled.");
    }

    [TestMethod]
    public async Task BlockedByTheLimit_OnAPhoneWithTheKeyboard_IsLetGo()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, "light", 390, 844);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        await visit.ById("drain-card-gpu-yul1-08").WaitForAsync();
        Assert.AreEqual(1, await visit.Page.Locator("[data-testid^=drain-lift-]").CountAsync(), "One that the pool cannot spare is not let go by lifting the limit.");

        await visit.ById("drain-lift-gpu-yul1-07").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ById("guard").GetByText("The guard allows it.").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "lift-light-390");
        Assert.AreEqual(0, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await visit.ById("lift-confirm").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.ById("drain-state-gpu-yul1-07").GetByText("reserved").WaitForAsync();
        Assert.Contains("LiftBrake drain-07", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    [DataRow("gpu-yul1-06", "remote hands (SF-7K2M9Q).", "MarkWorkDone 1 'All good.' of drain-06")]
    [DataRow("gpu-yul1-05", "Work 2 of 3: reboot. It failed, and you did it by hand.", "MarkWorkDone 2 'All good.' of drain-05")]
    public async Task MarkWorkDone_OfTheWorkAtHand_ReachesTheServerWithItsPlace(string host, string work, string call)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, width: 1280);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");

        await visit.ById($"drain-done-{host}").ClickAsync();
        Assert.Contains(work, await visit.ById("done-work").InnerTextAsync());
        await visit.ById("done-note").FillAsync("All good.");
        await Shots.KeepAsync(visit.Page, $"done-{host}-dark-1280");
        await visit.ById("done-confirm").ClickAsync();

        await visit.ById($"drain-state-{host}").GetByText("validating").WaitForAsync();
        Assert.Contains(call, dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Plan_OfADrain_TellsEachWorkAndWhichIsAtHand()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");

        await visit.GoAsync("/drains/drain-05");

        var plan = await visit.ById("drain-plan").InnerTextAsync();
        Assert.Contains("1. own work", plan);
        Assert.Contains("marked as done by mika", plan);
        Assert.Contains("2. reboot", plan);
        Assert.Contains("failed", plan);
        Assert.Contains("40 min ago", plan);
        Assert.Contains("not heard within 15 min", plan);
        Assert.Contains("planned", plan);
        var card = await visit.ById("drain-card-gpu-yul1-05").InnerTextAsync();
        Assert.Contains("Work 2 of 3", card);
        Assert.Contains("work failed", card);
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

        Assert.AreEqual(0, await visit.Page.Locator("[data-testid^=drain-approve-], [data-testid^=drain-cancel-], [data-testid^=drain-done-], [data-testid^=drain-lift-], [data-testid^=drain-vouch-]").CountAsync());
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
    [DataRow(1440)]
    [DataRow(390)]
    public async Task Cancel_OfAHostThatIsWorkedOn_AsksForItsProofUnlessAPersonReturnsItAsItIs(int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, width: width);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        await visit.ById("drain-cancel-gpu-yul1-06").ClickAsync();
        await visit.Page.GetByText("The host stays out until it is proven").WaitForAsync();
        Assert.AreEqual("Cancel the drain", await visit.ById("cancel-confirm").InnerTextAsync());
        await visit.ById("cancel-as-it-is").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.ById("cancel-confirm").GetByText("Return it as it is").WaitForAsync();
        await visit.ById("cancel-reason").FillAsync("One fan is enough.");
        await visit.ById("cancel-name").FillAsync("gpu-yul1-06");
        await Shots.KeepAsync(visit.Page, $"cancel-as-it-is-dark-{width}");

        await visit.ById("cancel-confirm").ClickAsync();

        await visit.ById("drain-state-gpu-yul1-06").GetByText("cancelled").WaitForAsync();
        Assert.Contains("Return as it is drain-06", dashboard.ControlPlane.Fleet.Calls);
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
        await visit.ById("propose-host").SelectOptionAsync("gpu-yul1-09");
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

        await visit.ById("drain-card-gpu-yul1-09").WaitForAsync();
        var gpu = dashboard.ControlPlane.Fleet.Drains[^1].Works[0].Target;
        Assert.StartsWith("GPU-", gpu);
        Assert.Contains($"Plan ResetGpu {gpu}, RestartUnit vllm.service", dashboard.ControlPlane.Fleet.Calls);
        Assert.AreEqual($"GPU reset ({gpu}), then restart of a service (vllm.service)", await visit.ById("drain-work-gpu-yul1-09").InnerTextAsync());
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

    [TestMethod]
    public async Task Approve_WhereTheGuardRefuses_SaysThatItWaitsAndWhatLiftsIt()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        var refused = dashboard.ControlPlane.Fleet.Drains[0].Clone();
        (refused.Id, refused.HostName) = ("drain-09", "gpu-yul1-09");
        dashboard.ControlPlane.Fleet.Drains.Add(refused);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");

        await visit.ById("drain-approve-gpu-yul1-09").ClickAsync();
        await visit.ById("guard-queued").GetByText("it waits as blocked and begins by itself").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "drain-approve-refused-dark-1440");
    }
}
