using Microsoft.Playwright;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>One browser tab of one person, at the dashboard.</summary>
internal sealed class Visit(IBrowserContext context, IPage page, string address) : IAsyncDisposable
{
    public IPage Page => page;

    /// <summary>Everything the tab asked of a host that is not the dashboard: must stay empty (air gap).</summary>
    public List<string> Foreign { get; } = [];

    /// <summary>What the browser complained about: blocked scripts, failed requests, thrown errors.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Visit> OpenAsync(IBrowser browser, string address, string theme = "dark", int width = 1440, int height = 900, string? zone = null)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce, TimezoneId = zone });
        await context.AddCookiesAsync([new Cookie { Name = "sovereignfleet-theme", Value = theme, Url = address }]);
        var page = await context.NewPageAsync();
        var visit = new Visit(context, page, address);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                visit.Foreign.Add(request.Url);
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                visit.Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => visit.Complaints.Add(error);
        return visit;
    }

    public async Task SignInAsync(string name, string password = FakeSessions.Password)
    {
        if (!page.Url.StartsWith(address, StringComparison.Ordinal))
        {
            await page.GotoAsync(address + "/");
        }

        await page.GetByTestId("sign-in-name").FillAsync(name);
        await page.GetByTestId("sign-in-password").FillAsync(password);
        await page.GetByTestId("sign-in-submit").ClickAsync();
    }

    /// <summary>Goes to a page and waits until its circuit answers.</summary>
    public async Task GoAsync(string path)
    {
        await page.GotoAsync(address + path);
        await LiveAsync();
    }

    public Task LiveAsync() => page.Locator("[data-live=true]").WaitForAsync();

    public ILocator ById(string id) => page.GetByTestId(id);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
