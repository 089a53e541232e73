using Microsoft.Playwright;

namespace SovereignFleet.Tests.Support;

/// <summary>A person's browser: the installed Chromium, dark, 1600 by 1000.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private BrowserSession(IPlaywright playwright, IBrowser browser, IPage page)
    {
        this.playwright = playwright;
        this.browser = browser;
        Page = page;
        page.Console += (_, message) => ConsoleErrors.AddRange(message.Type == "error" ? [message.Text] : []);
    }

    public IPage Page { get; }

    public List<string> ConsoleErrors { get; } = [];

    public static string? Missing => File.Exists(Chromium) ? null : Chromium + " is not installed";

    public static async Task<BrowserSession> OpenAsync(Stage stage)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ColorScheme = ColorScheme.Dark,
            ViewportSize = new ViewportSize { Width = 1600, Height = 1000 },
            IgnoreHTTPSErrors = true,
        });
        return stage.Own(new BrowserSession(playwright, browser, page));
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}
