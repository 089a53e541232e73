using Microsoft.Playwright;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>One headless Chromium for all page tests of a run; where there is none the test is skipped, with the reason.</summary>
[TestClass]
public static class Browser
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly SemaphoreSlim Gate = new(1);
    private static IPlaywright? playwright;
    private static IBrowser? browser;

    internal static async Task<IBrowser> GetAsync()
    {
        if (!File.Exists(Chromium))
        {
            Assert.Inconclusive($"The page tests need a browser at {Chromium}.");
        }

        await Gate.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            // As patient as its waits are; not WaitForURLAsync, which misses a page that comes between its look and its wait.
            Assertions.SetDefaultExpectTimeout(30_000);
            return browser ??= await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Chromium,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
            });
        }
        finally
        {
            Gate.Release();
        }
    }
}
