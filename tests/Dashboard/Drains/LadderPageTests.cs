using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Drains;

/// <summary>The repair ladder as a person sees it.</summary>
[TestClass]
public sealed class LadderPageTests
{
    public required TestContext TestContext { get; set; }

    /// <summary>Rung at hand, why, what comes next and what was tried, weeks ago too: on the card, its page and the Host's page, by keyboard and on a phone.</summary>
    [TestMethod]
    public async Task Ladder_OnItsSecondRung_ShowsWhyWhatComesAndWhatWasTried()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        FakeDrains.Climb(dashboard.ControlPlane.Fleet.Drains.Single(drain => drain.HostName == "gpu-yul1-04"), TimeProvider.System.GetUtcNow());
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        Assert.Contains("the GPU reset did not mend it", await visit.ById("drain-why-gpu-yul1-04").InnerTextAsync());
        Assert.AreEqual("remote hands", await visit.ById("drain-if-not-gpu-yul1-04").InnerTextAsync());
        Assert.AreEqual("GPU reset (GPU 6)", await visit.ById("drain-passed-gpu-yul1-04").InnerTextAsync());

        await visit.ById("drain-before-gpu-yul1-04").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ById("drain-tried").GetByText("and the host went back to service").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "ladder-dark-1440");
        await visit.Page.SetViewportSizeAsync(390, 844);
        Assert.IsTrue(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "it fits a phone");
        await Shots.KeepAsync(visit.Page, "ladder-dark-390");

        await visit.GoAsync("/hosts/gpu-yul1-04");
        await visit.ById("host-repairs").GetByText("did not help").WaitForAsync();
        await Shots.KeepAsync(visit.Page, "repairs-dark-390");
    }
}
