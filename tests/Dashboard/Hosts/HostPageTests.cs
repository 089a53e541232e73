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
}
