using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes.Harness;

[TestClass]
public sealed class BrowserTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Page_OfALocalServer_IsReadAndClicked()
    {
        Needs.Programs("chromium");
        await using var stage = new Stage(TestContext.WriteLine);
        var port = FreePort.Next();
        await LocalWeb.StartAsync(
            stage,
            port,
            web => web.MapGet("/", () => Results.Content(
                "<button onclick=\"document.title='clicked'\">Approve</button>", "text/html")),
            TestContext.CancellationToken);
        var browser = await BrowserSession.OpenAsync(stage);

        await browser.Page.GotoAsync($"http://127.0.0.1:{port}/");
        await browser.Page.GetByText("Approve").ClickAsync();

        Assert.AreEqual("clicked", await browser.Page.TitleAsync());
    }
}
