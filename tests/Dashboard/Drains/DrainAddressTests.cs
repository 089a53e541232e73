using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Drains;

/// <summary>A drain is found by its address, and begins when the person who asked for it has said.</summary>
[TestClass]
public sealed class DrainAddressTests
{
    public required TestContext TestContext { get; set; }

    // An alert's link to it said that there is no such drain.
    [TestMethod]
    public async Task Drain_OlderThanAllThatAreListed_IsFoundByItsAddress()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.OldDrains.Add("drain-01");
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");

        await visit.GoAsync("/drains/drain-01");
        await visit.ById("drain-story").WaitForAsync();
        await visit.Page.GetByText("GPU 0 needed a reset.").WaitForAsync();

        await visit.GoAsync("/drains/drain-00");
        await visit.ById("drain-none").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "drain-none-dark-1440");
    }

    // It began in the window that was open, though nobody had said so.
    [TestMethod]
    public async Task Propose_NotUrgentInAnOpenWindow_AsksInWhichItBegins()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.WindowIsOpen = true;
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, width: 390);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        await visit.ById("propose-drain").ClickAsync();
        await visit.ById("propose-host").SelectOptionAsync("gpu-yul1-09");
        await visit.ById("propose-reason").FillAsync("Coolant smell.");
        await visit.Page.GetByText("Urgent: do not wait").ClickAsync();

        await visit.ById("propose-next-window").WaitForAsync();
        Assert.IsTrue(await visit.ById("propose-confirm").IsDisabledAsync());
        await visit.ById("propose-next-window").CheckAsync();
        await Shots.KeepAsync(visit.Page, "propose-window-dark-390");
        await visit.ById("propose-confirm").ClickAsync();

        await visit.ById("drain-card-gpu-yul1-09").WaitForAsync();
        Assert.IsTrue(dashboard.ControlPlane.Fleet.Calls.Exists(call => call.StartsWith("Not before", StringComparison.Ordinal)));
    }
}
