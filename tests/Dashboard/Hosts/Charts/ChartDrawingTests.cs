using Microsoft.Playwright;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Hosts.Charts;

/// <summary>What js/charts.js draws: its axis, and what a reading that comes later leaves alone.</summary>
[TestClass]
public sealed class ChartDrawingTests
{
    // What stands on the canvas is text for nobody but the one who looks: so it is taken from where it is drawn.
    private const string Record = """
        window.drawn = []; const fill = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) { window.drawn.push(text); return fill.call(this, text, ...at); };
        """;

    private const string Draw = """
        ([from, to]) => {
          window.area ??= document.body.appendChild(Object.assign(document.createElement('div'), { style: 'position:fixed;inset:0 auto auto 0;width:800px;height:220px;z-index:9999' }));
          window.drawn = [];
          const rows = 360, step = (to - from) / rows;
          const seconds = Array.from({ length: rows }, (_, i) => from + i * step);
          const bytes = new Uint8Array(new Float64Array([...seconds, ...seconds.map(Math.sin)]).buffer);
          fleet.chart(window.area, { rows, band: false, labels: ['GPU 0'], unit: 'W', low: -2, high: 2, zone: 'Europe/Berlin', tolerance: 1e9, long: to - from > 86400 }, bytes);
        }
        """;

    private const string Times = "window.drawn.filter(text => /:|[A-Z]/.test(text))";

    // 10:00 in Berlin.
    private const double Start = 1_772_355_600;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Axis_OverSevenDays_NamesEachDay()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard);

        await visit.Page.EvaluateAsync(Draw, new[] { Start, Start + 7 * 86_400 });
        await visit.Page.WaitForFunctionAsync(Times + ".length > 0");

        var times = await visit.Page.EvaluateAsync<string[]>(Times);
        Assert.AreSequenceEqual(
            ["1 Mar", "2 Mar", "3 Mar", "4 Mar", "5 Mar", "6 Mar", "7 Mar", "8 Mar"],
            times.Where(time => time.Contains("Mar", StringComparison.Ordinal)).Distinct());
    }

    [TestMethod]
    public async Task Axis_OverAnHour_NamesTheMinutesAndTheDayOnce()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard);

        await visit.Page.EvaluateAsync(Draw, new[] { Start, Start + 3600 });
        await visit.Page.WaitForFunctionAsync(Times + ".length > 0");

        var times = await visit.Page.EvaluateAsync<string[]>(Times);
        Assert.Contains("10:30", times);
        Assert.HasCount(1, times.Where(time => time.Contains("Mar", StringComparison.Ordinal)).Distinct());
    }

    [TestMethod]
    public async Task Zoom_WhenTheNextReadingComes_Stays()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await OpenAsync(dashboard);
        await visit.Page.EvaluateAsync(Draw, new[] { Start, Start + 3600 });
        await visit.Page.WaitForFunctionAsync(Times + ".length > 0");
        var over = (await visit.Page.Locator("body > div .u-over").Last.BoundingBoxAsync())!;
        await visit.Page.EvaluateAsync("() => { window.drawn = []; }");
        await visit.Page.Mouse.MoveAsync(over.X + over.Width * 0.5f, over.Y + 40);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(over.X + over.Width * 0.6f, over.Y + 40, new() { Steps = 4 });
        await visit.Page.Mouse.UpAsync();
        await visit.Page.WaitForFunctionAsync(Times + ".some(time => time.startsWith('10:31'))");

        await visit.Page.EvaluateAsync(Draw, new[] { Start + 10, Start + 3610 });
        await visit.Page.WaitForFunctionAsync(Times + ".length > 0");

        var times = await visit.Page.EvaluateAsync<string[]>(Times);
        Assert.IsTrue(Array.TrueForAll(times, time => time == "1 Mar" || time.StartsWith("10:3", StringComparison.Ordinal)), string.Join(", ", times));
        await visit.Page.Mouse.DblClickAsync(over.X + over.Width * 0.5f, over.Y + 40);
        await visit.Page.EvaluateAsync(Draw, new[] { Start + 20, Start + 3620 });
        await visit.Page.WaitForFunctionAsync(Times + ".some(time => time.startsWith('10:50'))");
    }

    private static async Task<Visit> OpenAsync(RunningDashboard dashboard)
    {
        var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.Page.AddInitScriptAsync(Record);
        await visit.SignInAsync("vera");
        await visit.GoAsync("/alerts");
        return visit;
    }
}
