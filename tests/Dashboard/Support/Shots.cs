using Microsoft.Playwright;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>Keeps a picture of a page where SOVEREIGNFLEET_SCREENSHOTS names a folder; otherwise does nothing.</summary>
internal static class Shots
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SOVEREIGNFLEET_SCREENSHOTS");

    public static async Task KeepAsync(IPage page, string name)
    {
        if (string.IsNullOrEmpty(Folder))
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = true });
    }
}
