using SovereignFleet.Tests.Dashboard.Support;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Dashboard.ControlPlane.Calls;

/// <summary>An open page is no use of a session: what it asks by itself says so, and what a person does says nothing.</summary>
[TestClass]
public sealed class UnattendedTests
{
    private const string Header = "sovereignfleet-unattended";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("/alerts")]
    [DataRow("/hosts/gpu-yul1-03")]
    [DataRow("/people")]
    public async Task Page_LeftOpen_AsksWithoutBeingUsed(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();
        await visit.GoAsync(path);
        var heard = dashboard.ControlPlane.Sessions.Heard;
        Assert.IsTrue(heard.Any(call => call.Headers.GetValue(Header) is null), "Nobody has opened it.");
        // By now the page has asked for what a person's opening it brings.
        await AskedAsync(heard, 12);
        heard.Clear();

        await AskedAsync(heard, 12);

        Assert.AreEqual("", string.Join(", ", heard.Where(call => call.Headers.GetValue(Header) is null).Select(call => call.Method)));
    }

    [TestMethod]
    public async Task Page_LeftForAnother_IsUsed()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();
        var heard = dashboard.ControlPlane.Sessions.Heard;
        await AskedAsync(heard, 12);
        heard.Clear();

        await visit.Page.Locator("nav a[href='/drains']").ClickAsync();

        await Until.Async(
            "going to another page is told as use", _ => Task.FromResult(heard.Any(call => call.Headers.GetValue(Header) is null)), used => used, TestContext.CancellationToken);
    }

    private Task<int> AskedAsync(System.Collections.Concurrent.ConcurrentQueue<(string Method, Grpc.Core.Metadata Headers)> heard, int times) =>
        Until.Async("the page has asked again", _ => Task.FromResult(heard.Count), count => count >= times, TestContext.CancellationToken);
}
