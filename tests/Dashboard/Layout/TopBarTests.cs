using Microsoft.Playwright;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Layout;

/// <summary>What the top bar and the rail choose, and that the address keeps it.</summary>
[TestClass]
public sealed class TopBarTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task SiteFilter_OneSite_NarrowsEveryPageAndStaysInTheAddress()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await SignedInAsync(dashboard);
        await visit.Page.Locator("a.cell").First.WaitForAsync();

        await visit.ById("site-filter").SelectOptionAsync("fra2");

        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/?site=fra2");
        await Assertions.Expect(visit.Page.Locator("a.cell")).ToHaveCountAsync(6 * 8);
        Assert.AreEqual(0, await visit.ById("pool-llm-ca").CountAsync());
        await visit.ById("metric-temperature").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/?metric=temperature&site=fra2");
        await visit.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Drains" }).ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/drains?site=fra2");
        await visit.ById("drain-board").WaitForAsync();
        await Assertions.Expect(visit.Page.Locator(".card")).ToHaveCountAsync(dashboard.ControlPlane.Fleet.Drains.Count(drain => drain.SiteId == "fra2"));
        await visit.ById("site-filter").SelectOptionAsync("");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/drains");
        await visit.ById("drain-card-gpu-yul1-03").WaitForAsync();
    }

    [TestMethod]
    public async Task SiteFilter_TheWayBack_LeadsToWhatWasThere()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await SignedInAsync(dashboard);
        await visit.GoAsync("/tickets");
        await visit.ById("site-filter").SelectOptionAsync("fra2");
        await visit.ById("tickets-none").WaitForAsync();

        await visit.Page.GoBackAsync();

        await visit.ById("ticket-row-SF-7K2M9Q").WaitForAsync();
        Assert.EndsWith("/tickets", visit.Page.Url);
    }

    [TestMethod]
    public async Task RangeFilter_OnAHost_IsTheChartsRangeAndTheNextPages()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await SignedInAsync(dashboard);
        await visit.GoAsync("/hosts/gpu-yul1-03");
        await visit.Page.GetByLabel("GPU temperature of 8 GPUs over the last hour").WaitForAsync();

        await visit.ById("range-filter").SelectOptionAsync("24h");

        await visit.Page.GetByLabel("GPU temperature of 8 GPUs over the last 24 h").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "GPU 3", Exact = true }).ClickAsync();
        await visit.Page.GetByLabel("GPU temperature of 1 GPUs over the last 24 h").WaitForAsync();
        Assert.EndsWith("/hosts/gpu-yul1-03?gpu=3&range=24h", visit.Page.Url);
    }

    // The browser kept the second of the choices, and showed "Last 6 h" over a list of all times.
    [TestMethod]
    public async Task Filters_FromPageToPage_ShowWhatTheAddressSays()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await SignedInAsync(dashboard);
        await visit.GoAsync("/hosts/gpu-yul1-03?site=fra2");
        await ExpectAsync("Frankfurt 2", "Last hour");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Journal", Exact = true }).First.ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/journal?site=fra2");
        await ExpectAsync("Frankfurt 2", "All times");

        await visit.ById("range-filter").SelectOptionAsync("7d");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/journal?site=fra2&range=7d");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Alerts" }).ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/alerts?site=fra2&range=7d");
        await ExpectAsync("Frankfurt 2", "Last 7 d");

        async Task ExpectAsync(string site, string range)
        {
            await Assertions.Expect(visit.ById("site-filter").Locator("option:checked")).ToHaveTextAsync(site);
            await Assertions.Expect(visit.ById("range-filter").Locator("option:checked")).ToHaveTextAsync(range);
        }
    }

    // The filters stood above who may sign in, and narrowed nothing.
    [TestMethod]
    [DataRow("/people", 0)]
    [DataRow("/enrollment", 0)]
    [DataRow("/journal", 1)]
    public async Task Filters_AboveAPage_AreThereWhereTheyNarrowIt(string path, int filters)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("rosa");

        await visit.GoAsync(path + "?site=yul1");

        Assert.AreEqual(filters, await visit.ById("site-filter").CountAsync());
        Assert.AreEqual(filters, await visit.ById("range-filter").CountAsync());
    }

    [TestMethod]
    public async Task Rail_Collapsed_KeepsItsIconsAndStaysSo()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await SignedInAsync(dashboard);
        await visit.LiveAsync();

        await visit.ById("rail-toggle").ClickAsync();
        await visit.Page.Locator(".rail[data-width=narrow]").WaitForAsync();
        await visit.Page.Locator("a.cell").First.WaitForAsync();
        await Shots.KeepAsync(visit.Page, "rail-narrow-dark-1440");
        await visit.GoAsync("/alerts");

        await visit.Page.Locator(".rail[data-width=narrow]").WaitForAsync();
        Assert.AreEqual("false", await visit.ById("rail-toggle").GetAttributeAsync("aria-expanded"));
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Journal" }).ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(dashboard.Address + "/journal");
    }

    private static async Task<Visit> SignedInAsync(RunningDashboard dashboard)
    {
        var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        await visit.LiveAsync();
        return visit;
    }
}
