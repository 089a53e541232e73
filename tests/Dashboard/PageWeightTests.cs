using System.Net;
using System.Text.RegularExpressions;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard;

/// <summary>How much a browser has to fetch before it shows a page, and what of it it may keep.</summary>
[TestClass]
public sealed partial class PageWeightTests
{
    // It was 950 kB, of it 627 kB of MudBlazor's style sheet as it is.
    private const int MostBytes = 300_000;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Assets_OfAPage_AreCompressedAndKeptForEver()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.LiveAsync();
        var html = await (await visit.Page.APIRequest.GetAsync(dashboard.Address + "/")).TextAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(dashboard.Address) };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, deflate, br");
        List<string> faults = [];
        var bytes = 0;

        foreach (var address in Asset().Matches(html).Select(match => match.Groups[1].Value).Distinct())
        {
            using var answer = await client.GetAsync(address, TestContext.CancellationToken);
            var length = (await answer.Content.ReadAsByteArrayAsync(TestContext.CancellationToken)).Length;
            bytes += length;
            var encoding = string.Join(',', answer.Content.Headers.ContentEncoding);
            TestContext.WriteLine($"{length,7} {encoding} {answer.Headers.CacheControl} {address}");
            if (encoding.Length == 0 || answer.Headers.CacheControl?.ToString().Contains("immutable", StringComparison.Ordinal) != true)
            {
                faults.Add($"{address}: {(int)answer.StatusCode}, {length} bytes, encoding \"{encoding}\", {answer.Headers.CacheControl}");
            }
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, faults));
        TestContext.WriteLine($"{bytes} bytes in all.");
        Assert.IsInRange(50_000, MostBytes, bytes);
    }

    // Two texts for each of 128 GPUs each second: 29.7 kB/s for each viewer of 16 hosts.
    [TestMethod]
    public async Task Map_WhoseReadingsAllChange_SendsWhatIsSeen()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        var received = 0;
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Interlocked.Add(ref received, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
        await visit.SignInAsync("vera");
        await visit.Page.Locator("a.cell-ok").First.WaitForAsync();
        await visit.Page.EvaluateAsync("() => { window.beats = 0; new MutationObserver(() => window.beats++).observe(document.querySelector('[data-beat]'), { attributeFilter: ['data-beat'] }); }");
        await visit.Page.WaitForFunctionAsync("() => window.beats >= 3");
        var (before, from) = (received, await visit.Page.EvaluateAsync<int>("() => window.beats"));

        await visit.Page.WaitForFunctionAsync("() => window.beats >= 15");

        var each = (received - before) / (await visit.Page.EvaluateAsync<int>("() => window.beats") - from);
        TestContext.WriteLine($"{each} bytes for each beat.");
        Assert.IsInRange(20, 3000, each);
    }

    // The readings are there for whoever points at a cell, and go on while they do.
    [TestMethod]
    public async Task Cell_PointedAt_TellsItsReadings()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        await using var visit = await Visit.OpenAsync(await Browser.GetAsync(), dashboard.Address);
        await visit.SignInAsync("vera");
        await visit.Page.Locator("a.cell-ok").First.WaitForAsync();
        await visit.LiveAsync();

        await visit.Page.Locator("a.cell-ok").First.HoverAsync();

        await Microsoft.Playwright.Assertions.Expect(visit.Page.Locator(".tip")).ToHaveTextAsync(new Regex("^gpu-.* GPU .*: healthy · [0-9]+ °C · [0-9]+ W · risk 7 d 0.21 %$"));
    }

    [TestMethod]
    public async Task Page_ThatSaysWhatAPersonMaySee_IsNotCompressed()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(dashboard.Address) };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");

        using var answer = await client.GetAsync("/sign-in", TestContext.CancellationToken);

        Assert.IsEmpty(answer.Content.Headers.ContentEncoding);
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+\\.(?:css|js|svg))\"")]
    private static partial Regex Asset();
}
