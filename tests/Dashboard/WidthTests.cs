using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard;

/// <summary>Every page on every width, from the narrowest phone to a wall: nothing of it lies beside the screen. Zoom halves a width, so 200 % is among them.</summary>
[TestClass]
public sealed class WidthTests
{
    private static readonly int[] Widths = [320, 390, 512, 640, 641, 720, 768, 899, 900, 1024, 1100, 1101, 1280, 1440, 2560];

    // Beside the screen, and in no box of its own that scrolls or cuts with an ellipsis.
    private const string Beside = """
        () => { const wide = document.documentElement.clientWidth;
          const scrolls = (e) => { for (let box = e; box && box !== document.body; box = box.parentElement) { const look = getComputedStyle(box); if (look.overflowX !== 'visible' || look.position === 'fixed' || look.clipPath !== 'none') return true; } return false; };
          const out = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().right > wide + 1 && !scrolls(e));
          const over = document.documentElement.scrollWidth - wide;
          return (over > 0 ? [`${over} px too wide`] : []).concat(out.slice(-2).map(e => Math.round(e.getBoundingClientRect().right) + ' px: ' + e.outerHTML.slice(0, 120))).join(' | '); }
        """;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Page_OnAnyWidth_LiesWithinTheScreen()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        List<string> faults = [];
        foreach (var (name, path, ready) in EveryPageTests.Pages)
        {
            await visit.GoAsync(path);
            await visit.ById(ready).First.WaitForAsync();
            await CheckAsync(visit, name, faults);
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, faults));
    }

    // The empty states were 628 to 672 px wide on a phone of 390.
    [TestMethod]
    public async Task Page_OfAnEmptyFleetOnAnyWidth_LiesWithinTheScreen()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        dashboard.ControlPlane.Fleet.Empty = true;
        dashboard.ControlPlane.Fleet.Drains.Clear();
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.Page.GotoAsync(dashboard.Address);
        List<string> faults = [];
        await CheckAsync(visit, "sign-in", faults);
        await visit.SignInAsync("admin");
        foreach (var (path, ready) in new[] { ("/", "fleet-empty"), ("/drains", "drains-empty"), ("/alerts", "alerts-empty"), ("/tickets", "tickets-empty"), ("/journal", "journal-empty"), ("/?site=zzz", "address-fault") })
        {
            await visit.GoAsync(path);
            await visit.ById(ready).WaitForAsync();
            await CheckAsync(visit, ready, faults);
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, faults));
    }

    // A name of 255 characters made the page 3,167 px wide.
    [TestMethod]
    public async Task Page_OfAHostWithTheLongestNameOnAnyWidth_LiesWithinTheScreen()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        var fleet = dashboard.ControlPlane.Fleet;
        fleet.Renamed = ("gpu-yul1-03", "gpu-" + new string('x', 249));
        fleet.Drains.Single(drain => drain.Id == "drain-03").HostName = fleet.Renamed.Now;
        (fleet.Conditions[0].HostName, fleet.Conditions[0].Sentence) = (fleet.Renamed.Now, new string('y', 300));
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("mika");
        List<string> faults = [];
        foreach (var (path, ready) in new[] { ("/", "summary-wrong"), ("/hosts/" + fleet.Renamed.Now, "host-state"), ("/drains", "drain-board"), ("/drains/drain-03", "drain-story"), ("/journal?host=" + fleet.Renamed.Now, "chain") })
        {
            await visit.GoAsync(path);
            await visit.ById(ready).WaitForAsync();
            await Shots.KeepAsync(visit.Page, $"long-name-{ready}-dark-1440");
            await CheckAsync(visit, path[..Math.Min(12, path.Length)], faults);
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, faults));
    }

    // The board scrolled sideways on a screen of 1,280: its last column was not seen.
    [TestMethod]
    public async Task Board_OnALaptop_ShowsEachOfItsColumns()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address, width: 1280);
        await visit.SignInAsync("mika");
        await visit.GoAsync("/drains");
        var board = visit.ById("drain-board");
        await board.WaitForAsync();

        Assert.AreEqual(0, await board.EvaluateAsync<int>("board => board.scrollWidth - board.clientWidth"));
        await Shots.KeepAsync(visit.Page, "drains-dark-1280");
    }

    private static async Task CheckAsync(Visit visit, string name, List<string> faults)
    {
        foreach (var width in Widths)
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            if (await visit.Page.EvaluateAsync<string>(Beside) is { Length: > 0 } found)
            {
                faults.Add($"{name} on {width} px: {found}");
            }
        }
    }
}
