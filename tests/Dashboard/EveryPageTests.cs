using System.Reflection;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.Fleet;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard;

/// <summary>What must hold on every page, in every theme, on a wall board and on a phone.</summary>
[TestClass]
public sealed class EveryPageTests
{
    internal static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("fleet", "/", "summary-wrong"),
        ("fleet-temperature", "/?metric=temperature", "summary-wrong"),
        ("host", "/hosts/gpu-yul1-03", "condition-ecc-uncorrected"),
        ("host-gpu", "/hosts/gpu-yul1-03?gpu=3", "condition-ecc-uncorrected"),
        ("host-silent", "/hosts/gpu-fra2-02", "host-state"),
        ("drains", "/drains", "drain-card-gpu-yul1-03"),
        ("drain", "/drains/drain-04", "drain-story"),
        ("drain-plan", "/drains/drain-05", "drain-plan"),
        ("plans", "/maintenance/plans", "plan-card-plan-02"),
        ("plan", "/maintenance/plans/plan-02", "plan-story"),
        ("alerts", "/alerts", "alert-row-GpuXidFatal-gpu-yul1-04"),
        ("tickets", "/tickets?open=SF-7K2M9Q", "ticket-row-SF-7K2M9Q"),
        ("journal", "/journal?range=1h", "journal-entry"),
        ("people", "/people", "session-row"),
        ("maintenance", "/maintenance", "calendar"),
        ("maintenance-week", "/maintenance?view=week", "calendar"),
        ("enrollment", "/enrollment", "enrollment-page"),
    ];

    private const string SmallText = """
        () => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !['SCRIPT', 'STYLE'].includes(e.tagName))
          .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12).slice(0, 5).map(e => e.outerHTML.slice(0, 160)).join('\n')
        """;

    private const string Reached = "a[href], button:not(:disabled), select, summary, input:not([type=hidden]), textarea, [tabindex='0']";

    // The browser shows the ring while the keyboard was the last to be used.
    private const string NoFocusRing = $$"""
        () => { const bare = []; const before = document.activeElement;
          for (const e of document.querySelectorAll("{{Reached}}")) {
            if (!e.checkVisibility()) continue;
            e.focus({ preventScroll: true });
            const look = getComputedStyle(e);
            if (document.activeElement === e && (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2)) bare.push(e.outerHTML.slice(0, 160));
          }
          document.activeElement?.blur(); before?.focus?.({ preventScroll: true });
          return bare.slice(0, 5).join('\n'); }
        """;

    // A link inside a sentence is as high as its line.
    private const string SmallTargets = """
        () => [...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden]):not([type=checkbox]), textarea')]
          .filter(e => e.checkVisibility({ visibilityProperty: true }) && getComputedStyle(e).display !== 'inline' && e.getBoundingClientRect().width > 1)
          .filter(e => e.getBoundingClientRect().height < 43.5).slice(0, 5).map(e => Math.round(e.getBoundingClientRect().height) + ' px: ' + e.outerHTML.slice(0, 160)).join('\n')
        """;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Pages_EachRouteOfTheDashboard_IsAmongThem()
    {
        // The first is where every visit begins, the others have nothing but a sentence.
        string[] besides = ["/sign-in", "/not-found", "/{*Typed}"];
        var routes = typeof(FleetPage).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Except(besides);

        var forgotten = routes.Where(route => !Pages.Any(page => Regex.IsMatch(page.Path, $"^{Regex.Replace(route, "{.*?}", "[^/?]+")}([?].*)?$")));

        Assert.AreEqual("", string.Join(", ", forgotten));
    }

    [TestMethod]
    [DataRow("dark", 1440)]
    [DataRow("light", 1440)]
    [DataRow("contrast", 1440)]
    [DataRow("dark", 390)]
    public async Task Page_InAThemeAndWidth_IsAccessibleAndAsksNobodyElse(string theme, int width)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, width > 500 ? 900 : 844);
        List<string> faults = [];
        await visit.Page.GotoAsync(dashboard.Address);
        await CheckAsync(visit, $"sign-in-{theme}-{width}", faults);
        await visit.SignInAsync("mika");
        foreach (var (name, path, ready) in Pages)
        {
            await visit.GoAsync(path);
            await visit.ById(ready).First.WaitForAsync();
            if (name.StartsWith("host", StringComparison.Ordinal))
            {
                await visit.Page.Locator(".chart canvas").Nth(3).WaitForAsync();
            }

            await CheckAsync(visit, $"{name}-{theme}-{width}", faults);
        }
        // Some pages have more for those who administer.
        await using var administrator = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, theme, width, width > 500 ? 900 : 844);
        await administrator.SignInAsync("rosa");
        await administrator.GoAsync("/people");
        await administrator.ById("person-row-tove").WaitForAsync();
        await CheckAsync(administrator, $"people-admin-{theme}-{width}", faults);
        await administrator.GoAsync("/enrollment");
        await administrator.ById("enrollment-empty").WaitForAsync();
        await CheckAsync(administrator, $"enrollment-admin-{theme}-{width}", faults);
        Assert.AreEqual("", string.Join(Environment.NewLine, faults));
        Assert.IsEmpty(visit.Foreign);
        Assert.IsEmpty(visit.Complaints);
    }

    private static async Task CheckAsync(Visit visit, string name, List<string> faults)
    {
        await Shots.KeepAsync(visit.Page, name);
        var result = await visit.Page.RunAxe();
        faults.AddRange(result.Violations.Where(fault => fault.Impact is "serious" or "critical")
            .Select(fault => $"{name}: {fault.Id} ({fault.Impact}): {fault.Help}: {string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html))}"));
        var overflow = await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow != 0)
        {
            faults.Add($"{name} is {overflow} px wider than the screen");
        }

        await visit.Page.Keyboard.PressAsync("Tab");
        await LookAsync("text under 12 px", SmallText);
        await LookAsync("places that the keyboard reaches without showing it", NoFocusRing);
        if (visit.Page.ViewportSize!.Width < 500)
        {
            await LookAsync("targets too small for a finger", SmallTargets);
        }

        async Task LookAsync(string what, string script)
        {
            if (await visit.Page.EvaluateAsync<string>(script) is { Length: > 0 } found)
            {
                faults.Add($"{name} has {what}: {found}");
            }
        }
    }
}
