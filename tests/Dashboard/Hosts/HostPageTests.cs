using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Hosts;

[TestClass]
public sealed class HostPageTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Acknowledge_ByOnCall_TellsWhoIsOnIt()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("acknowledge-ecc-uncorrected").ClickAsync();
        await visit.ById("acknowledge-confirm").ClickAsync();

        await visit.ById("condition-ecc-uncorrected").GetByText("acknowledged by mika").WaitForAsync();
        Assert.Contains("Acknowledge cond-ecc", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Commands_OfAHost_ShowWhatCameOfThemAndGiveTheirFiles()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("command-gpu-reset").GetByText("refused by the host").WaitForAsync();
        await visit.ById("command-diagnose").GetByText("65 % of 390 KiB").WaitForAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.ById("command-file").ClickAsync());

        Assert.AreEqual("gpu-yul1-03-logs-20260301-115803.tar.gz", download.SuggestedFilename);
        Assert.AreEqual(FakeCommands.Log, await File.ReadAllTextAsync(await download.PathAsync(), TestContext.CancellationToken));
        await Shots.KeepAsync(visit.Page, "host-commands-dark-1440");
    }

    [TestMethod]
    public async Task Order_AGpuReset_AsksForTheGpuAndAReason()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("order-command").ClickAsync();
        await visit.ById("order-name").SelectOptionAsync("gpu-reset");
        // The dialog opens with a command that needs nothing: until its answer comes, that one could be ordered.
        await visit.ById("order-gpu").WaitForAsync();
        Assert.IsTrue(await visit.ById("order-confirm").IsDisabledAsync());
        await visit.ById("order-gpu").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await visit.ById("order-reason").FillAsync("XID 119");
        await visit.ById("order-in-service").CheckAsync();
        await Shots.KeepAsync(visit.Page, "order-dark-1440");
        await visit.ById("order-confirm").ClickAsync();
        await visit.ById("order-confirm").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        var order = dashboard.ControlPlane.Fleet.Calls.Single(call => call.StartsWith("Order", StringComparison.Ordinal));
        Assert.StartsWith("Order gpu-reset on gpu-yul1-03 gpu=GPU-", order);
        Assert.EndsWith("service=True: XID 119", order);
    }

    [TestMethod]
    public async Task Order_WhatTheGuardRefuses_ShowsItsArithmeticAndAsksForASecondPerson()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.GuardRefuses = true;
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("order-command").ClickAsync();
        await visit.ById("order-name").SelectOptionAsync("restart-unit");
        await visit.ById("guard").GetByText("6 required + 1 spare = 7 must stay").WaitForAsync();
        await visit.ById("order-unit").FillAsync("vllm.service");
        await visit.ById("order-reason").FillAsync("hangs");
        await visit.ById("order-in-service").CheckAsync();
        await visit.ById("order-confirm").Filter(new() { HasText = "Ask a second person" }).ClickAsync();
        await visit.ById("order-confirm").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        Assert.Contains("Order restart-unit on gpu-yul1-03 gpu= ask service=True: hangs", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Commands_OneThatWaitsForASecondPerson_IsConfirmedOrRefusedHere()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.GuardRefuses = true;
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        var row = visit.ById("command-reboot");
        await row.GetByText("waits for a second person").WaitForAsync();
        await row.GetByTestId("command-judge").ClickAsync();
        await visit.ById("judge-reason").FillAsync("tonight");
        await visit.ById("judge-refuse").ClickAsync();
        await visit.ById("judge-refuse").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await row.GetByTestId("command-judge").ClickAsync();
        await visit.ById("judge-confirm").ClickAsync();
        await visit.ById("judge-confirm").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        Assert.Contains("Reject waiting: tonight", dashboard.ControlPlane.Fleet.Calls);
        Assert.Contains("Confirm waiting", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Order_EachKind_AsksForWhatTheServerSays()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("order-command").ClickAsync();
        foreach (var kind in FakeCommands.Kinds)
        {
            await visit.ById("order-name").SelectOptionAsync(kind.Name);
            await visit.ById("order-confirm").Filter(new() { HasText = kind.Title }).WaitForAsync();
            foreach (var argument in kind.Arguments)
            {
                var isGpu = argument.Kind is ArgumentKind.Gpu or ArgumentKind.Gpus;
                var field = visit.ById(isGpu ? "order-gpu" : "order-" + argument.Name.Replace('_', '-'));
                await field.WaitForAsync();
                if (argument.Choices.Count > 0)
                {
                    Assert.AreSequenceEqual(argument.Choices.Select(choice => choice.Title), await field.Locator("option").AllTextContentsAsync());
                }
                else if (argument.Kind == ArgumentKind.Duration)
                {
                    Assert.AreEqual($"{argument.Minimum} {argument.Maximum}", $"{await field.GetAttributeAsync("min")} {await field.GetAttributeAsync("max")}");
                    Assert.AreEqual(argument.DefaultValue, await field.InputValueAsync());
                }
            }

            Assert.AreEqual(kind.EndsBoot ? 1 : 0, await visit.ById("order-typed").CountAsync());
            Assert.AreEqual(kind.NeedsReason, await visit.ById("order-confirm").IsDisabledAsync(), kind.Name);
        }
    }

    // "Drain the host" stood there while the host was being drained.
    [TestMethod]
    public async Task Page_OfAHostThatIsBeingDrained_SaysSoAndAdvisesItNoMore()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");

        await visit.GoAsync("/hosts/gpu-yul1-04?gpu=6");

        await visit.ById("host-next").GetByText("It is being drained.").WaitForAsync();
        Assert.AreEqual(0, await visit.Page.GetByText("Drain the host and reseat").CountAsync());
        // What fired on the GPU stands beside its charts.
        await visit.ById("gpu-events").GetByText("xid-79").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "host-drained-gpu-dark-1440");
    }

    [TestMethod]
    public async Task Retire_WithReasonAndTheTypedName_LeavesForTheFleet()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("omar");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("retire-host").ClickAsync();
        await visit.ById("retire-reason").FillAsync("sold");
        Assert.IsTrue(await visit.ById("retire-confirm").IsDisabledAsync());
        await visit.ById("retire-name").FillAsync("gpu-yul1-03");
        await visit.ById("retire-confirm").ClickAsync();

        await visit.Page.WaitForURLAsync(dashboard.Address.TrimEnd('/') + "/");
        Assert.Contains("Retire gpu-yul1-03: sold", dashboard.ControlPlane.Fleet.Calls);
    }

    [TestMethod]
    public async Task Retire_SomethingStandsAgainstIt_IsToldInTheDialog()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("omar");
        await visit.GoAsync("/hosts/gpu-yul1-01");

        await visit.ById("retire-host").ClickAsync();
        await visit.ById("retire-reason").FillAsync("sold");
        await visit.ById("retire-name").FillAsync("gpu-yul1-01");
        await visit.ById("retire-confirm").ClickAsync();

        await visit.Page.GetByText("its drain is Working").WaitForAsync();
    }

    [TestMethod]
    public async Task Retire_ByOnCall_IsNotOffered()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        await visit.ById("order-command").WaitForAsync();
        Assert.AreEqual(0, await visit.ById("retire-host").CountAsync());
    }

    [TestMethod]
    public async Task Order_ByAViewer_IsNotOffered()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        Assert.IsTrue(await visit.ById("order-command").IsDisabledAsync());
        await visit.ById("command-collect-logs").WaitForAsync();
        Assert.AreEqual(0, await visit.ById("command-file").CountAsync());
    }

    // Trailing zeros were once cut from whole numbers: 340 W stood in the legend as 34 W.
    [TestMethod]
    [DataRow(340, "340 W")]
    [DataRow(100, "100 W")]
    [DataRow(52.04, "52 W")]
    [DataRow(0, "0 W")]
    public async Task Legend_AWholeNumber_KeepsItsZeros(double value, string expected)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/hosts/gpu-yul1-03");

        Assert.AreEqual(expected, await visit.Page.EvaluateAsync<string>("value => fleet.shown(value, 'W')", value));
    }

    [TestMethod]
    public async Task Host_ThatIsSilent_ShowsNothingOfItAsIfItWereNow()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/hosts/gpu-fra2-02");
        await visit.ById("host-state").GetByText("unknown, last heard 3 min ago").WaitForAsync();

        // What was found of it stood there as if it were so now.
        await visit.ById("profile").GetByText("Found when it was heard last").WaitForAsync();
        var bmc = visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Region, new() { Name = "BMC sensors" });
        Assert.AreEqual(6, await bmc.Locator("tr.old").CountAsync());
        Assert.Contains("was ok", await bmc.InnerTextAsync());
        Assert.AreEqual(1, await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Row, new() { Name = "vllm-0" }).And(visit.Page.Locator(".old")).CountAsync());
    }

    // A GPU that is gone was said to fail within seven days by a chance of 0.7 %.
    [TestMethod]
    public async Task Gpu_ThatIsLost_HasNoRiskButIsLost()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");

        await visit.GoAsync("/hosts/gpu-yul1-04?gpu=6");

        await visit.Page.GetByText("does not apply: the GPU is lost").WaitForAsync();
        var row = visit.Page.Locator("table.gpus tr.chosen");
        Assert.Contains("lost", await row.InnerTextAsync());
        Assert.DoesNotContain("%", await row.InnerTextAsync());
        await Shots.KeepAsync(visit.Page, "gpu-lost-dark-1440");
    }

    // What it served then stood there as if it were served now.
    [TestMethod]
    public async Task Host_ThatIsSilent_SaysWhatItServedThen()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");

        await visit.GoAsync("/hosts/gpu-fra2-02");

        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Row, new() { Name = "vllm-0" }).GetByText("was 37").WaitForAsync();
    }

    [TestMethod]
    public async Task Host_BeingDrained_LeadsToItsOwnDrain()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/hosts/gpu-yul1-04");

        await visit.ById("open-drain").ClickAsync();

        await Microsoft.Playwright.Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/drains/drain-04");
        await visit.ById("drain-story").WaitForAsync();
    }
}
