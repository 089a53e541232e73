using Deque.AxeCore.Playwright;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard;

/// <summary>What must hold on every page, in every theme, on a wall board and on a phone.</summary>
[TestClass]
public sealed class EveryPageTests
{
    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("fleet", "/", "summary-wrong"),
        ("fleet-temperature", "/?metric=temperature", "summary-wrong"),
        ("host", "/hosts/gpu-yul1-03", "condition-ecc-uncorrected"),
        ("host-gpu", "/hosts/gpu-yul1-03?gpu=3", "condition-ecc-uncorrected"),
        ("drains", "/drains", "drain-card-gpu-yul1-03"),
        ("alerts", "/alerts", "alert-row-GpuXidFatal-gpu-yul1-04"),
        ("tickets", "/tickets?open=SF-7K2M9Q", "ticket-row-SF-7K2M9Q"),
    ];

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("dark", 1440)]
    [DataRow("light", 1440)]
    [DataRow("contrast", 1440)]
    [DataRow("dark", 390)]
    public async Task Page_InAThemeAndWidth_IsAccessibleAndAsksNobodyElse(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, width > 500 ? 900 : 844);
        await visit.Page.GotoAsync(dashboard.Address);
        await CheckAsync(visit, $"sign-in-{theme}-{width}");
        await visit.SignInAsync("mika");
        foreach (var (name, path, ready) in Pages)
        {
            await visit.GoAsync(path);
            await visit.ById(ready).First.WaitForAsync();
            if (name.StartsWith("host", StringComparison.Ordinal)) await visit.Page.Locator(".chart canvas").Nth(3).WaitForAsync();
            await CheckAsync(visit, $"{name}-{theme}-{width}");
        }
        Assert.IsEmpty(visit.Foreign);
        Assert.IsEmpty(visit.Complaints);
    }

    private static async Task CheckAsync(Visit visit, string name)
    {
        await Shots.KeepAsync(visit.Page, name);
        var result = await visit.Page.RunAxe();
        var faults = result.Violations.Where(fault => fault.Impact is "serious" or "critical")
            .Select(fault => $"{fault.Id} ({fault.Impact}): {fault.Help}: {string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html))}");
        Assert.AreEqual("", string.Join(Environment.NewLine, faults), name);
        var overflow = await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.AreEqual(0, overflow, $"{name} is wider than the screen");
    }
}
